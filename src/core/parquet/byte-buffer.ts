/** A byte array that grows, used again for page after page so that pages make no garbage. */
export class ByteBuffer {
  bytes: Uint8Array;
  length = 0;

  /** Begins with so many bytes of its own, or with memory that the caller gives. */
  constructor(room: number | Uint8Array = 1 << 16) {
    this.bytes = typeof room === 'number' ? new Uint8Array(room) : room;
  }

  /** Makes room for `more` bytes behind `length`; `bytes` may be another array afterwards. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Appends an unsigned LEB128 number below 2^53. */
  appendVarint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  appendByte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** What was appended so far, as a view that the next growth or clear makes stale. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}

export function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}
