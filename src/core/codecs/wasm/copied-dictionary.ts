import type { Dictionary, Place, ValueKind } from '../../batch/dictionary.ts';

/** Values in the layout of wasm/assembly/dictionary.ts: id, length and kind, then the bytes, padded to four. */
interface Chunk {
  readonly firstId: number;
  readonly count: number;
  readonly bytes: Uint8Array;
  /** Offset of each value, found out when the first is asked for. */
  offsets: Uint32Array | null;
}

const headBytes = 8;
const kindShift = 29;
const lengthMask = (1 << kindShift) - 1;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** A dictionary that the tokeniser made, copied out of its memory. Text is decoded when it is asked for. */
export class CopiedDictionary implements Dictionary {
  size = 0;
  unique = false;
  readonly #chunks: Chunk[] = [];
  readonly #texts: (string | undefined)[] = [];

  /** Values with ids up to `size`, which follow those that are here. */
  append(bytes: Uint8Array, size: number, isPlain: boolean): void {
    if (size > this.size) this.#chunks.push({ firstId: this.size + 1, count: size - this.size, bytes, offsets: null });
    this.size = size;
    this.unique = isPlain;
  }

  text(id: number): string {
    const known = this.#texts[id];
    if (known !== undefined) return known;
    const text = utf8.decode(this.bytes(id));
    // A plain column's values are each asked for about once; keeping their texts would only cost memory.
    if (!this.unique) this.#texts[id] = text;
    return text;
  }

  kind(id: number): ValueKind {
    if (id === 0) return 3;
    const chunk = this.#chunkOf(id);
    return (readWord(chunk.bytes, offsetOf(chunk, id) + 4) >>> kindShift) as ValueKind;
  }

  /** The value's UTF-8. */
  bytes(id: number): Uint8Array {
    if (id === 0) return new Uint8Array(0);
    const chunk = this.#chunkOf(id);
    const { bytes } = chunk;
    const offset = offsetOf(chunk, id);
    const start = offset + headBytes;
    return bytes.subarray(start, start + (readWord(bytes, offset + 4) & lengthMask));
  }

  place(id: number, place: Place): void {
    const chunk = this.#chunkOf(id);
    const { bytes } = chunk;
    const offset = offsetOf(chunk, id);
    place.bytes = bytes;
    place.start = offset + headBytes;
    place.end = place.start + (readWord(bytes, offset + 4) & lengthMask);
  }

  #chunkOf(id: number): Chunk {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#chunks[middle].firstId <= id) low = middle;
      else high = middle - 1;
    }
    return this.#chunks[low];
  }
}

function offsetOf(chunk: Chunk, id: number): number {
  chunk.offsets ??= valueOffsets(chunk);
  return chunk.offsets[id - chunk.firstId];
}

/** Where each value of a chunk begins. */
function valueOffsets({ bytes, count }: Chunk): Uint32Array {
  const offsets = new Uint32Array(count);
  let at = 0;
  for (let value = 0; value < count; value++) {
    offsets[value] = at;
    at += (headBytes + (readWord(bytes, at + 4) & lengthMask) + 3) & ~3;
  }
  return offsets;
}

function readWord(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}
