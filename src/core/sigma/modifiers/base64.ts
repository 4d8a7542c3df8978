import { changeValues } from '../item.ts';
import { bytesOf } from '../value.ts';
import { encodeBase64 } from './encode-base64.ts';
import type { Modifier } from './modifier.ts';

/** The value's base64 form. */
export const base64: Modifier = {
  name: 'base64',
  apply: (item) =>
    changeValues(item, (value) => {
      const bytes = bytesOf(value);
      if (bytes === undefined) return 'base64 needs a text without wildcards.';
      return [{ kind: 'text', written: encodeBase64(bytes) }];
    }),
};
