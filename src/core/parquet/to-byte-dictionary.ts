import type { Dictionary } from '../batch/dictionary.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import { encodeValues } from './encode-values.ts';

/** A dictionary's values as UTF-8 bytes, under the same ids. One that has them already is given back. */
export function toByteDictionary(dictionary: Dictionary): ByteDictionary {
  if (dictionary instanceof ByteDictionary) return dictionary;
  const { size, unique } = dictionary;
  const out = new ByteBuffer(1 << 12);
  const starts = new Uint32Array(size + 1);
  const one = Uint32Array.of(0);
  for (let id = 1; id <= size; id++) {
    starts[id] = out.length + 4;
    one[0] = id;
    encodeValues(dictionary, one, { start: 0, end: 1 }, out);
  }
  return new ByteDictionary({ bytes: out.view(), starts, size, unique });
}
