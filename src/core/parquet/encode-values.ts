import type { Dictionary, Place } from '../batch/dictionary.ts';
import { type ByteBuffer, writeUint32 } from './byte-buffer.ts';
import { ByteDictionary } from './byte-dictionary.ts';

const utf8 = new TextEncoder();

/** Up to here a loop over characters is faster than a call of the encoder. */
const shortText = 64;

/** Appends values of a dictionary as PLAIN BYTE_ARRAYs: a 32-bit length and the UTF-8 bytes, for `ids[start .. end)`. */
export function encodeValues(
  dictionary: Dictionary,
  ids: Uint32Array,
  range: { start: number; end: number },
  out: ByteBuffer,
): void {
  if (dictionary instanceof ByteDictionary) {
    for (let index = range.start; index < range.end; index++) copyValue(dictionary, ids[index], out);
  } else if (dictionary.place !== undefined) {
    const place: Place = { bytes: out.bytes, start: 0, end: 0 };
    for (let index = range.start; index < range.end; index++) {
      dictionary.place(ids[index], place);
      if (!copyIfAscii(place, out)) encodeText(dictionary.text(ids[index]), out);
    }
  } else {
    for (let index = range.start; index < range.end; index++) encodeText(dictionary.text(ids[index]), out);
  }
}

/** False, and nothing is appended, when a byte is not ASCII: whether such bytes are UTF-8, decoding them tells. */
function copyIfAscii({ bytes, start, end }: Place, out: ByteBuffer): boolean {
  const length = end - start;
  out.reserve(4 + length);
  const into = out.bytes;
  const at = out.length + 4;
  let all = 0;
  for (let index = 0; index < length; index++) {
    const byte = bytes[start + index];
    into[at + index] = byte;
    all |= byte;
  }
  if (all > 127) return false;
  writeUint32(into, out.length, length);
  out.length = at + length;
  return true;
}

/** Appends a value's bytes with their length in front. */
export function copyValue(dictionary: ByteDictionary, id: number, out: ByteBuffer): void {
  const { bytes } = dictionary;
  const start = dictionary.starts[id] - 4;
  const length = dictionary.end(id) - start;
  out.reserve(length);
  const into = out.bytes;
  const at = out.length;
  if (length <= shortText) for (let index = 0; index < length; index++) into[at + index] = bytes[start + index];
  else into.set(bytes.subarray(start, start + length), at);
  out.length += length;
}

function encodeText(text: string, out: ByteBuffer): void {
  out.reserve(4 + text.length * 3);
  const { bytes } = out;
  const start = out.length + 4;
  let length = text.length <= shortText ? copyAscii(text, bytes, start) : -1;
  if (length < 0) length = utf8.encodeInto(text, bytes.subarray(start)).written;
  writeUint32(bytes, out.length, length);
  out.length = start + length;
}

/** The bytes written, or -1 when a character is not ASCII. */
function copyAscii(text: string, into: Uint8Array, at: number): number {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 127) return -1;
    into[at + index] = code;
  }
  return text.length;
}
