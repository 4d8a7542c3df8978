import { ByteBuffer } from './byte-buffer.ts';

/** Type numbers of the Thrift compact protocol (apache/thrift, doc/specs/thrift-compact-protocol.md). */
export const ThriftType = {
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  map: 11,
  struct: 12,
} as const;

const utf8 = new TextEncoder();

/** Writes structs in the Thrift compact protocol. Field ids must rise within a struct. */
export class ThriftWriter {
  readonly #out: ByteBuffer;
  readonly #outer: number[] = [];
  #last = 0;

  /** `capacity` is how many bytes are expected. */
  constructor(capacity = 1 << 12) {
    this.#out = new ByteBuffer(capacity);
  }

  boolean(id: number, value: boolean): void {
    this.#field(id, value ? ThriftType.true : ThriftType.false);
  }

  i32(id: number, value: number): void {
    this.#field(id, ThriftType.i32);
    this.#zigzag(value);
  }

  /** A 64-bit integer whose value a double holds exactly. */
  i64(id: number, value: number): void {
    this.#field(id, ThriftType.i64);
    this.#zigzag(value);
  }

  text(id: number, value: string): void {
    this.bytes(id, utf8.encode(value));
  }

  bytes(id: number, value: Uint8Array): void {
    this.#field(id, ThriftType.binary);
    this.#binary(value);
  }

  struct(id: number, body: () => void): void {
    this.#field(id, ThriftType.struct);
    this.element(body);
  }

  /** A struct without a field header: the outermost one, or an element of a list. */
  element(body: () => void): void {
    this.#outer.push(this.#last);
    this.#last = 0;
    body();
    this.#out.appendByte(0);
    this.#last = this.#outer.pop() ?? 0;
  }

  structs<T>(id: number, items: readonly T[], body: (item: T) => void): void {
    this.#list(id, ThriftType.struct, items.length);
    for (const item of items) this.element(() => body(item));
  }

  i32s(id: number, items: readonly number[]): void {
    this.#list(id, ThriftType.i32, items.length);
    for (const item of items) this.#zigzag(item);
  }

  texts(id: number, items: readonly string[]): void {
    this.#list(id, ThriftType.binary, items.length);
    for (const item of items) this.#binary(utf8.encode(item));
  }

  /** The bytes written, as an array of their own. */
  finish(): Uint8Array {
    return this.#out.view().slice();
  }

  #list(id: number, type: number, count: number): void {
    this.#field(id, ThriftType.list);
    if (count < 15) {
      this.#out.appendByte((count << 4) | type);
    } else {
      this.#out.appendByte(0xf0 | type);
      this.#out.appendVarint(count);
    }
  }

  #field(id: number, type: number): void {
    const step = id - this.#last;
    if (step > 0 && step < 16) {
      this.#out.appendByte((step << 4) | type);
    } else {
      this.#out.appendByte(type);
      this.#zigzag(id);
    }
    this.#last = id;
  }

  #zigzag(value: number): void {
    this.#out.appendVarint(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  #binary(value: Uint8Array): void {
    this.#out.appendVarint(value.length);
    this.#out.append(value);
  }
}
