import { corrupt } from './corrupt.ts';
import { ThriftType } from './thrift-writer.ts';

/** Deepest nesting read; the format needs five. */
const maxDepth = 16;

const utf8 = new TextDecoder();

/**
 * Reads structs in the Thrift compact protocol. Every length is checked against the bytes that are left, so damaged
 * input ends in STORAGE_CORRUPT and never in a large allocation or a long loop.
 */
export class ThriftReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #depth = 0;
  /** Type of the field that `struct` announced last. */
  #type = 0;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Where the next byte would be read. */
  get position(): number {
    return this.#at;
  }

  /** Calls `field` with each field's id. It must read the field by one call and return true, or return false to skip it. */
  struct(field: (id: number) => boolean): void {
    if (++this.#depth > maxDepth) throw corrupt('its metadata nests too deep');
    let last = 0;
    for (;;) {
      const head = this.#byte();
      if (head === 0) break;
      last = head >> 4 === 0 ? this.#zigzag() : last + (head >> 4);
      const type = head & 15;
      this.#type = type;
      if (!field(last)) this.#skip(type);
    }
    this.#depth--;
  }

  boolean(): boolean {
    if (this.#type !== ThriftType.true && this.#type !== ThriftType.false) throw corrupt('a flag has another type');
    return this.#type === ThriftType.true;
  }

  /** An integer of any width; beyond 2^53 it is rounded, and range checks refuse it. */
  integer(): number {
    this.#expect(ThriftType.i16, ThriftType.i64);
    return this.#zigzag();
  }

  bytes(): Uint8Array {
    this.#expect(ThriftType.binary, ThriftType.binary);
    return this.#binary();
  }

  text(): string {
    return utf8.decode(this.bytes());
  }

  nested(field: (id: number) => boolean): void {
    this.#expect(ThriftType.struct, ThriftType.struct);
    this.struct(field);
  }

  /** Calls `item` once an element of a list of structs; it must read the element with `struct`. */
  structs(item: () => void): void {
    const count = this.#listOf(ThriftType.struct);
    for (let index = 0; index < count; index++) item();
  }

  texts(): string[] {
    const count = this.#listOf(ThriftType.binary);
    return Array.from({ length: count }, () => utf8.decode(this.#binary()));
  }

  #listOf(type: number): number {
    this.#expect(ThriftType.list, ThriftType.list);
    const head = this.#byte();
    if ((head & 15) !== type) throw corrupt('a list has another type');
    return this.#count(head >> 4);
  }

  /** An element takes at least one byte, so a count beyond the bytes left is a lie. */
  #count(short: number): number {
    const count = short === 15 ? this.#varint() : short;
    if (count > this.#bytes.length - this.#at) throw corrupt('a list is longer than the file');
    return count;
  }

  #expect(least: number, most: number): void {
    if (this.#type < least || this.#type > most) throw corrupt('a field has another type');
  }

  #byte(): number {
    if (this.#at >= this.#bytes.length) throw corrupt('its metadata ends too early');
    return this.#bytes[this.#at++];
  }

  #varint(): number {
    let value = 0;
    let weight = 1;
    for (let length = 0; length < 10; length++) {
      const byte = this.#byte();
      value += (byte & 127) * weight;
      if (byte < 128) return value;
      weight *= 128;
    }
    throw corrupt('a number is too long');
  }

  #zigzag(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #binary(): Uint8Array {
    const length = this.#varint();
    if (length > this.#bytes.length - this.#at) throw corrupt('a text is longer than the file');
    const start = this.#at;
    this.#at += length;
    return this.#bytes.subarray(start, this.#at);
  }

  #skip(type: number): void {
    if (type === ThriftType.true || type === ThriftType.false) return;
    if (type === ThriftType.byte) this.#byte();
    else if (type >= ThriftType.i16 && type <= ThriftType.i64) this.#varint();
    else if (type === ThriftType.double) this.#at += 8;
    else if (type === ThriftType.binary) this.#binary();
    else if (type === ThriftType.list || type === ThriftType.set) this.#skipList();
    else if (type === ThriftType.struct) this.struct(() => false);
    else throw corrupt('a field has an unknown type');
  }

  #skipList(): void {
    if (++this.#depth > maxDepth) throw corrupt('its metadata nests too deep');
    const head = this.#byte();
    const count = this.#count(head >> 4);
    const type = head & 15;
    for (let index = 0; index < count; index++) {
      // In a list a boolean takes a byte of its own; in a struct its type is its value.
      this.#skip(type === ThriftType.true || type === ThriftType.false ? ThriftType.byte : type);
    }
    this.#depth--;
  }
}
