import { isSpace } from './parse-json.ts';

/** Passes over one JSON value piece by piece, without checking it, so that unwanted values may be of any size. */
export class ValueSkipper {
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #isScalar = false;

  /** Index behind the value, or -1 when it goes on after `to`. */
  feed(bytes: Uint8Array, from: number, to: number): number {
    for (let at = from; at < to; at++) {
      const byte = bytes[at];
      if (this.#inString) {
        if (this.#endsString(byte) && this.#depth === 0) return at + 1;
      } else if (byte === 0x22) this.#inString = true;
      else if (byte === 0x7b || byte === 0x5b) this.#depth++;
      else if (byte === 0x7d || byte === 0x5d) {
        if (this.#depth === 0) return at;
        if (--this.#depth === 0) return at + 1;
      } else if (this.#depth === 0) {
        if (this.#isScalar && (byte === 0x2c || isSpace(byte))) return at;
        this.#isScalar = true;
      }
    }
    return -1;
  }

  #endsString(byte: number): boolean {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === 0x5c) this.#isEscaped = true;
    else if (byte === 0x22) {
      this.#inString = false;
      return true;
    }
    return false;
  }
}
