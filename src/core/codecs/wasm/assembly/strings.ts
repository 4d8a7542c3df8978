import { fail } from './failure';
import { allocate, release, slack } from './memory';

/** What the last scanned string holds: 1 escapes, 2 bytes beyond ASCII. */
export const hasEscapes: u32 = 1;
export const isWide: u32 = 2;
export let stringFlags: u32 = 0;

/** A place to write unescaped and repaired text. */
let scratch: u32 = 0;
let scratchBytes: u32 = 0;
/** The text that `cleanText` found. */
export let cleanStart: u32 = 0;
export let cleanLength: u32 = 0;

/** Index of the quote that ends the string, from the byte behind its first quote; 0 when the string is broken. */
export function scanString(p: u32): u32 {
  const quotes = i8x16.splat(34);
  const backslashes = i8x16.splat(92);
  const spaces = i8x16.splat(32);
  stringFlags = 0;
  while (true) {
    const bytes = v128.load(p);
    // Compared as signed numbers, bytes beyond ASCII are less than a space, as control characters are.
    const special = v128.or(i8x16.eq(bytes, quotes), v128.or(i8x16.eq(bytes, backslashes), i8x16.lt_s(bytes, spaces)));
    const mask = <u32>i8x16.bitmask(special);
    if (!mask) {
      p += 16;
      continue;
    }
    p += ctz(mask);
    const byte = <u32>load<u8>(p);
    if (byte === 34) return p;
    if (byte === 92) {
      p = scanEscape(p + 1);
      if (!p) return 0;
      stringFlags |= hasEscapes;
    } else if (byte < 32) return fail(p);
    else {
      stringFlags |= isWide;
      while (load<u8>(p) >= 0x80) p++;
    }
  }
}

function scanEscape(p: u32): u32 {
  const byte = <u32>load<u8>(p);
  if (byte === 0x75) {
    for (let i: u32 = 1; i <= 4; i++) if (!isHex(load<u8>(p + i))) return fail(p + i);
    return p + 5;
  }
  const isKnown =
    byte === 34 ||
    byte === 92 ||
    byte === 0x2f ||
    byte === 0x62 ||
    byte === 0x66 ||
    byte === 0x6e ||
    byte === 0x72 ||
    byte === 0x74;
  return isKnown ? p + 1 : fail(p);
}

function isHex(byte: u32): bool {
  return byte - 48 <= 9 || (byte | 0x20) - 97 <= 5;
}

/** Sets `cleanStart` and `cleanLength` to the text of `n` bytes at `p`: unescaped, and valid UTF-8. */
export function cleanText(p: u32, n: u32, flags: u32): void {
  cleanStart = p;
  cleanLength = n;
  if (!flags) return;
  const needed = (flags & isWide ? n * 4 : n) + slack;
  if (needed > scratchBytes) {
    if (scratchBytes) release(scratch, scratchBytes);
    scratchBytes = needed;
    scratch = allocate(needed);
  }
  if (flags & hasEscapes) {
    cleanLength = unescape(p, n, scratch);
    cleanStart = scratch;
  }
  if (flags & isWide && !isUtf8(cleanStart, cleanLength)) {
    const repaired = scratch + n;
    cleanLength = repair(cleanStart, cleanLength, repaired);
    cleanStart = repaired;
  }
}

/** Writes the text without escapes to `out` and returns its length, which is never more than `n`. */
function unescape(p: u32, n: u32, out: u32): u32 {
  const begin = out;
  const end = p + n;
  while (p < end) {
    const byte = load<u8>(p++);
    if (byte !== 92) {
      store<u8>(out++, byte);
      continue;
    }
    const escape = <u32>load<u8>(p++);
    if (escape !== 0x75) {
      store<u8>(out++, escapedByte(escape));
      continue;
    }
    let point = hex4(p);
    p += 4;
    const low = point >> 10 === 0x36 && p + 6 <= end && load<u16>(p) === 0x755c ? hex4(p + 2) : 0;
    if (low >> 10 === 0x37) {
      point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
      p += 6;
    }
    out = writePoint(out, point >> 11 === 0x1b ? 0xfffd : point);
  }
  return out - begin;
}

function escapedByte(escape: u32): u8 {
  if (escape === 0x6e) return 10;
  if (escape === 0x74) return 9;
  if (escape === 0x72) return 13;
  if (escape === 0x62) return 8;
  if (escape === 0x66) return 12;
  return <u8>escape;
}

function hex4(p: u32): u32 {
  let value: u32 = 0;
  for (let i: u32 = 0; i < 4; i++) {
    const byte = <u32>load<u8>(p + i);
    value = (value << 4) | (byte <= 57 ? byte - 48 : (byte | 0x20) - 87);
  }
  return value;
}

function writePoint(out: u32, point: u32): u32 {
  if (point < 0x80) {
    store<u8>(out, point);
    return out + 1;
  }
  if (point < 0x800) {
    store<u8>(out, 0xc0 | (point >> 6));
    store<u8>(out, 0x80 | (point & 63), 1);
    return out + 2;
  }
  if (point < 0x10000) {
    store<u8>(out, 0xe0 | (point >> 12));
    store<u8>(out, 0x80 | ((point >> 6) & 63), 1);
    store<u8>(out, 0x80 | (point & 63), 2);
    return out + 3;
  }
  store<u8>(out, 0xf0 | (point >> 18));
  store<u8>(out, 0x80 | ((point >> 12) & 63), 1);
  store<u8>(out, 0x80 | ((point >> 6) & 63), 2);
  store<u8>(out, 0x80 | (point & 63), 3);
  return out + 4;
}

/** Whether any of the bytes is beyond ASCII. */
export function hasWide(p: u32, n: u32): bool {
  const end = p + n;
  for (; p + 16 <= end; p += 16) if (i8x16.bitmask(v128.load(p))) return true;
  for (; p < end; p++) if (load<u8>(p) >= 0x80) return true;
  return false;
}

function isUtf8(p: u32, n: u32): bool {
  const end = p + n;
  while (p < end) {
    const length = sequence(p, end);
    if (length < 0) return false;
    p += length;
  }
  return true;
}

/** Puts U+FFFD for each maximal part of a sequence that is none, as TextDecoder does (WHATWG Encoding, UTF-8 decoder). */
function repair(p: u32, n: u32, out: u32): u32 {
  const begin = out;
  const end = p + n;
  while (p < end) {
    const length = sequence(p, end);
    if (length < 0) {
      out = writePoint(out, 0xfffd);
      p -= length;
      continue;
    }
    for (let i = 0; i < length; i++) store<u8>(out++, load<u8>(p++));
  }
  return out - begin;
}

/** Length of the sequence at p; negative: so many bytes are the beginning of none. */
function sequence(p: u32, end: u32): i32 {
  const lead = <u32>load<u8>(p);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  let low: u32 = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  let high: u32 = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let i = 1; i < length; i++) {
    if (p + i >= end) return -i;
    const byte = <u32>load<u8>(p + i);
    if (byte < low || byte > high) return -i;
    low = 0x80;
    high = 0xbf;
  }
  return length;
}
