import { ByteBuffer } from './byte-buffer.ts';

/** Pages with larger values than this are rare; what they needed is not kept. */
const mostKeptBytes = 16 << 20;

/**
 * Arrays that one column after the other uses while it is encoded. They only grow, so writers of many small files share
 * one: row groups are encoded one after the other.
 */
export class Workspace {
  /** The page being put together, and the values of a dictionary page. */
  page = new ByteBuffer(1 << 20);
  values = new ByteBuffer(1 << 20);
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

  /** Lets go of what only a giant value needed. */
  trim(): void {
    if (this.page.bytes.length > mostKeptBytes) this.page = new ByteBuffer(1 << 20);
    if (this.values.bytes.length > mostKeptBytes) this.values = new ByteBuffer(1 << 20);
  }
}
