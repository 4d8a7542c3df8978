import { changeValues } from '../item.ts';
import type { SigmaValue } from '../value.ts';
import type { Modifier } from './modifier.ts';

/** Characters that Windows programs take for the dash of an option: hyphen, slash, en dash, em dash, horizontal bar. */
const dashes = ['-', '/', '\u2013', '\u2014', '\u2015'];

/** A dash that begins an option: no letter or digit before it, one behind it. */
const option = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/gu;

/** Most dashes in one value: each multiplies the forms by five. */
const maxDashes = 5;

/** Every way to write the options in the value. */
export const windash: Modifier = {
  name: 'windash',
  apply: (item) =>
    changeValues(item, (value): readonly SigmaValue[] | string => {
      if (value.kind !== 'text') return 'windash needs a text.';
      const pieces = value.written.split(option);
      if (pieces.length - 1 > maxDashes) return `windash takes values with at most ${maxDashes} options.`;
      let forms = [pieces[0]];
      for (const piece of pieces.slice(1)) {
        forms = forms.flatMap((form) => dashes.map((dash) => form + dash + piece));
      }
      return forms.map((written) => ({ kind: 'text', written }));
    }),
};
