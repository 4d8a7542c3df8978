import { changeValues } from '../item.ts';
import { bytesOf } from '../value.ts';
import { encodeBase64 } from './encode-base64.ts';
import type { Modifier } from './modifier.ts';

/** The three forms the value can take inside longer base64, without the characters its neighbours have a part in. */
export const base64offset: Modifier = {
  name: 'base64offset',
  apply: (item) =>
    changeValues(item, (value) => {
      const bytes = bytesOf(value);
      if (bytes === undefined || bytes.length === 0) return 'base64offset needs a text without wildcards.';
      return [0, 1, 2].map((offset) => ({ kind: 'text', written: shifted(bytes, offset) }));
    }),
};

function shifted(bytes: Uint8Array, offset: number): string {
  const padded = new Uint8Array(offset + bytes.length);
  padded.set(bytes, offset);
  const encoded = encodeBase64(padded);
  // Leading characters that hold bits of what stands before, trailing ones that hold padding or bits of what follows.
  const head = [0, 2, 3][offset];
  const tail = [0, 3, 2][padded.length % 3];
  return encoded.slice(head, encoded.length - tail);
}
