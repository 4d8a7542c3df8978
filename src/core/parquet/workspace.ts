import { ByteBuffer } from './byte-buffer.ts';

/** Arrays that one column after the other uses while it is encoded; they only grow. */
export class Workspace {
  /** The page being put together, and the values of a dictionary page. */
  readonly page = new ByteBuffer(1 << 20);
  readonly values = new ByteBuffer(1 << 20);
  /** Ids of the values that rows have, in row order, and which dictionary ids were used, by local id. */
  ids = new Uint32Array(0);
  used = new Uint32Array(0);
  /** Local id + 1 by dictionary id. */
  locals = new Uint32Array(0);
  definition = new Uint8Array(0);
  repetition = new Uint8Array(0);

  /** Room for `entries` level entries, and for a dictionary of `values` values; `locals` is zero. */
  prepare(entries: number, values: number): void {
    if (this.ids.length < entries) {
      const size = Math.ceil(entries * 1.25);
      this.ids = new Uint32Array(size);
      this.definition = new Uint8Array(size);
      this.repetition = new Uint8Array(size);
    }
    if (this.locals.length <= values) {
      const size = Math.ceil((values + 1) * 1.25);
      this.locals = new Uint32Array(size);
      this.used = new Uint32Array(size);
    } else {
      this.locals.fill(0, 0, values + 1);
    }
  }
}
