import { type Dictionary, ValueKind } from '../batch/dictionary.ts';
import { readUint32 } from './byte-buffer.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Distinct values as a file keeps them: UTF-8 bytes behind their 32-bit length, which is the body of a dictionary page.
 * Texts are decoded when asked for. What a value's kind was is not stored, so all are text.
 */
export class ByteDictionary implements Dictionary {
  readonly size: number;
  readonly unique: boolean;
  readonly bytes: Uint8Array;
  /** Where the bytes of value `id` begin: `starts[id]`, behind the length. Slot 0 is unused. */
  readonly starts: Uint32Array;

  constructor(values: { bytes: Uint8Array; starts: Uint32Array; size: number; unique: boolean }) {
    this.bytes = values.bytes;
    this.starts = values.starts;
    this.size = values.size;
    this.unique = values.unique;
  }

  text(id: number): string {
    return id === 0 ? '' : utf8.decode(this.bytes.subarray(this.starts[id], this.end(id)));
  }

  kind(id: number): ValueKind {
    return id === 0 ? ValueKind.null : ValueKind.text;
  }

  /** Where the bytes of value `id` end. */
  end(id: number): number {
    const start = this.starts[id];
    return start + readUint32(this.bytes, start - 4);
  }
}
