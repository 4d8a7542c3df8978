/** What a record of a MaxMind DB may hold here: text, unsigned and floating numbers, lists, maps. */
export type MmdbValue =
  | string
  | { readonly uint16: number }
  | { readonly uint32: number }
  | { readonly uint64: bigint }
  | { readonly double: number }
  | readonly MmdbValue[]
  | ReadonlyMap<string, MmdbValue>;

const types = { string: 2, double: 3, uint16: 5, uint32: 6, map: 7, uint64: 9, array: 11 };

/** Control byte (type, size), as in "Data Field Format" of the MaxMind DB specification 2.0. */
function control(type: number, size: number, out: number[]): void {
  if (size >= 285 + 65536) throw new RangeError('sizes of 65,821 and more are not needed here');
  const short = size < 29 ? size : size < 285 ? 29 : 30;
  out.push(type < 8 ? (type << 5) | short : short);
  if (type >= 8) out.push(type - 7);
  if (short === 29) out.push(size - 29);
  if (short === 30) out.push(((size - 285) >> 8) & 255, (size - 285) & 255);
}

function unsigned(value: bigint, type: number, out: number[]): void {
  const bytes: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 255n));
  control(type, bytes.length, out);
  out.push(...bytes);
}

/** Appends the bytes of a value, without pointers. */
export function encodeMmdbValue(value: MmdbValue, out: number[]): void {
  if (typeof value === 'string') {
    const bytes = new TextEncoder().encode(value);
    control(types.string, bytes.length, out);
    out.push(...bytes);
  } else if (value instanceof Map) {
    control(types.map, value.size, out);
    for (const [key, member] of value) {
      encodeMmdbValue(key, out);
      encodeMmdbValue(member, out);
    }
  } else if (Array.isArray(value)) {
    control(types.array, value.length, out);
    for (const element of value) encodeMmdbValue(element, out);
  } else encodeNumber(value as { uint16: number } | { uint32: number } | { uint64: bigint } | { double: number }, out);
}

function encodeNumber(
  value: { uint16: number } | { uint32: number } | { uint64: bigint } | { double: number },
  out: number[],
): void {
  if ('uint16' in value) unsigned(BigInt(value.uint16), types.uint16, out);
  else if ('uint32' in value) unsigned(BigInt(value.uint32), types.uint32, out);
  else if ('uint64' in value) unsigned(value.uint64, types.uint64, out);
  else {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value.double);
    control(types.double, 8, out);
    out.push(...bytes);
  }
}

/** A map from an object, members in the order written. */
export function mmdbMap(members: Readonly<Record<string, MmdbValue>>): ReadonlyMap<string, MmdbValue> {
  return new Map(Object.entries(members));
}
