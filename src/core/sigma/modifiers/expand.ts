import { changeValues } from '../item.ts';
import type { SigmaValue } from '../value.ts';
import type { Modifier } from './modifier.ts';

/** `%name%`; a percent sign behind a backslash is plain. */
const placeholder = /\\%|%([^%\s]+)%/gu;

/** Most forms one value may expand to. */
const maxForms = 10_000;

/** Placeholders become the values that the configuration gives them. */
export const expand: Modifier = {
  name: 'expand',
  apply: (item, { placeholders }) =>
    changeValues(item, (value): readonly SigmaValue[] | string => {
      if (value.kind !== 'text') return [value];
      let forms = [''];
      let from = 0;
      for (const found of value.written.matchAll(placeholder)) {
        const between = value.written.slice(from, found.index);
        const fillings = found[1] === undefined ? ['%'] : placeholders.get(found[1]);
        if (fillings === undefined) return `No values are configured for the placeholder %${found[1]}%.`;
        forms = forms.flatMap((form) => fillings.map((filling) => form + between + filling));
        if (forms.length > maxForms) return `The placeholders expand to more than ${maxForms} values.`;
        from = found.index + found[0].length;
      }
      const rest = value.written.slice(from);
      return forms.map((form) => ({ kind: 'text', written: form + rest }));
    }),
};
