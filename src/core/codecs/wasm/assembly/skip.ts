import { enter, fail, leave } from './failure';
import { scanString } from './strings';

@inline
export function skipSpace(p: u32): u32 {
  while (true) {
    const byte = load<u8>(p);
    if (byte > 32 || (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9)) return p;
    p++;
  }
}

/** Checks a value strictly and returns the index behind it, or 0. */
export function skipValue(p: u32): u32 {
  const byte = <u32>load<u8>(p);
  if (byte === 0x22) {
    const end = scanString(p + 1);
    return end ? end + 1 : 0;
  }
  if (byte === 0x7b) return skipObject(p);
  if (byte === 0x5b) return skipArray(p);
  return skipLiteral(p);
}

export function skipObject(p: u32): u32 {
  if (!enter(p)) return 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x7d) {
    leave();
    return p + 1;
  }
  while (true) {
    p = skipKey(p);
    if (!p) return 0;
    p = skipValue(p);
    if (!p) return 0;
    p = skipSpace(p);
    const byte = load<u8>(p);
    if (byte === 0x7d) break;
    if (byte !== 0x2c) return fail(p);
    p = skipSpace(p + 1);
  }
  leave();
  return p + 1;
}

/** Index of the value of the member that begins at p. */
@inline
export function skipKey(p: u32): u32 {
  if (load<u8>(p) !== 0x22) return fail(p);
  const end = scanString(p + 1);
  if (!end) return 0;
  p = skipSpace(end + 1);
  return load<u8>(p) === 0x3a ? skipSpace(p + 1) : fail(p);
}

function skipArray(p: u32): u32 {
  if (!enter(p)) return 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x5d) {
    leave();
    return p + 1;
  }
  while (true) {
    p = skipValue(p);
    if (!p) return 0;
    p = skipSpace(p);
    const byte = load<u8>(p);
    if (byte === 0x5d) break;
    if (byte !== 0x2c) return fail(p);
    p = skipSpace(p + 1);
  }
  leave();
  return p + 1;
}

/** true, false, null or a number. */
export function skipLiteral(p: u32): u32 {
  const byte = <u32>load<u8>(p);
  if (byte === 0x74) return load<u32>(p) === 0x65757274 ? p + 4 : failInWord(p, 0x65757274);
  if (byte === 0x6e) return load<u32>(p) === 0x6c6c756e ? p + 4 : failInWord(p, 0x6c6c756e);
  if (byte === 0x66) return load<u32>(p + 1) === 0x65736c61 ? p + 5 : failInWord(p + 1, 0x65736c61);
  return skipNumber(p);
}

function failInWord(p: u32, word: u32): u32 {
  return fail(p + (ctz(load<u32>(p) ^ word) >> 3));
}

function skipNumber(p: u32): u32 {
  if (load<u8>(p) === 0x2d) p++;
  if (load<u8>(p) === 0x30) p++;
  else {
    p = skipDigits(p);
    if (!p) return 0;
  }
  if (load<u8>(p) === 0x2e) {
    p = skipDigits(p + 1);
    if (!p) return 0;
  }
  if ((load<u8>(p) | 0x20) === 0x65) {
    const sign = load<u8>(p + 1);
    p = skipDigits(sign === 0x2b || sign === 0x2d ? p + 2 : p + 1);
  }
  return p;
}

function skipDigits(p: u32): u32 {
  if (<u32>load<u8>(p) - 48 > 9) return fail(p);
  while (<u32>load<u8>(p) - 48 <= 9) p++;
  return p;
}
