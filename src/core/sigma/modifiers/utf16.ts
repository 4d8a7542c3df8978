import { changeValues, type Item } from '../item.ts';
import { literalOf } from '../value.ts';
import type { Modifier } from './modifier.ts';

const encodings = [
  { name: 'utf16le', bigEndian: false, mark: false },
  { name: 'wide', bigEndian: false, mark: false },
  { name: 'utf16be', bigEndian: true, mark: false },
  // The mark FF FE announces little-endian.
  { name: 'utf16', bigEndian: false, mark: true },
] as const;

/** `utf16le`, `wide`, `utf16be`, `utf16`: the value's bytes in UTF-16, usually for base64 to take further. */
export const utf16: readonly Modifier[] = encodings.map(({ name, bigEndian, mark }) => ({
  name,
  apply: (item: Item) =>
    changeValues(item, (value) => {
      const text = literalOf(value);
      if (text === undefined || value.kind === 'bytes') return `${name} needs a text without wildcards.`;
      return [{ kind: 'bytes', bytes: encode(mark ? `\ufeff${text}` : text, bigEndian) }];
    }),
}));

function encode(text: string, bigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) view.setUint16(2 * at, text.charCodeAt(at), !bigEndian);
  return bytes;
}
