import { maxRejectBytes, type Reject, type RejectCode, rejectCodes, rejectHeadBytes } from '../error/reject.ts';

/** Gathers the bytes of one record that is refused, piece by piece, in bounded memory. */
export class RejectedBytes {
  length = 0;
  #kept: Uint8Array = new Uint8Array(0);

  add(bytes: Uint8Array): void {
    const room = maxRejectBytes - this.#kept.length;
    if (bytes.length > 0 && room > 0) {
      const longer = new Uint8Array(this.#kept.length + Math.min(room, bytes.length));
      longer.set(this.#kept);
      longer.set(bytes.subarray(0, room), this.#kept.length);
      this.#kept = longer;
    }
    this.length += bytes.length;
  }

  /** The bytes when all were kept, else their head. */
  get kept(): Uint8Array {
    return this.truncated ? this.#kept.slice(0, rejectHeadBytes) : this.#kept;
  }

  get truncated(): boolean {
    return this.length > maxRejectBytes;
  }
}

export function makeReject(code: RejectCode, place: { object: number; offset: number }, bytes: RejectedBytes): Reject {
  return {
    code,
    message: rejectCodes[code],
    object: place.object,
    offset: place.offset,
    length: bytes.length,
    raw: bytes.kept,
    truncated: bytes.truncated,
  };
}
