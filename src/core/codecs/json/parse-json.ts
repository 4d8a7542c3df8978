import { ValueKind } from '../../batch/dictionary.ts';

/** Deepest nesting of objects and arrays in a record; the record itself is level 1. */
export const maxDepth = 512;

/** A JSON value with the place of its text: `[start, end)` in the bytes it was read from. */
export interface JsonNode {
  readonly kind: ValueKind;
  readonly start: number;
  readonly end: number;
  /** Of an object: its members as written, duplicates included. */
  readonly members?: readonly JsonMember[];
  readonly elements?: readonly JsonNode[];
}

export interface JsonMember {
  readonly key: string;
  readonly value: JsonNode;
}

/**
 * Why there is no value: `syntax` is no JSON, `deep` nests too deep, `more` is the beginning of a value whose rest is
 * not there. `at` is the first byte that cannot stand, `to` for `more`.
 */
export interface JsonFailure {
  readonly reason: 'syntax' | 'deep' | 'more';
  readonly at: number;
}

/**
 * Reads the value that begins at `from` (no white space before it), strictly as JSON.parse does; a number may end at
 * `to`. Strings are not decoded, apart from keys.
 */
export function parseJson(bytes: Uint8Array, from: number, to: number): JsonNode | JsonFailure {
  const cursor: Cursor = { bytes, at: from, to, depth: 0 };
  try {
    return parseValue(cursor);
  } catch (error) {
    if (error instanceof Stop) return error.failure;
    throw error;
  }
}

/** Value of a node as text: strings decoded, everything else as its vendor wrote it; null is the empty text. */
export function nodeText(bytes: Uint8Array, node: JsonNode): string {
  if (node.kind === ValueKind.null) return '';
  if (node.kind === ValueKind.text) return decodeString(bytes, node.start, node.end);
  return utf8.decode(bytes.subarray(node.start, node.end));
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const utf8Encoder = new TextEncoder();
const halfPair = /\p{Surrogate}/u;

/**
 * Text of a JSON string, quotes included. Bytes that are no UTF-8 and halves of surrogate pairs become U+FFFD: the
 * record stays searchable, and its raw bytes keep what was there.
 */
function decodeString(bytes: Uint8Array, start: number, end: number): string {
  const text: string = JSON.parse(utf8.decode(bytes.subarray(start, end)));
  return halfPair.test(text) ? utf8.decode(utf8Encoder.encode(text)) : text;
}

/** Ends the descent at the first byte that cannot stand. */
class Stop extends Error {
  readonly failure: JsonFailure;
  constructor(failure: JsonFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly to: number;
  depth: number;
}

function fail(cursor: Cursor): never {
  throw new Stop({ reason: cursor.at >= cursor.to ? 'more' : 'syntax', at: cursor.at });
}

function peek(cursor: Cursor): number {
  return cursor.at < cursor.to ? cursor.bytes[cursor.at] : -1;
}

function take(cursor: Cursor, byte: number): void {
  if (peek(cursor) !== byte) fail(cursor);
  cursor.at++;
}

function skipSpace(cursor: Cursor): void {
  while (cursor.at < cursor.to && isSpace(cursor.bytes[cursor.at])) cursor.at++;
}

export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function parseValue(cursor: Cursor): JsonNode {
  const start = cursor.at;
  switch (peek(cursor)) {
    case 0x7b:
      return parseContainer(cursor, start, 0x7d);
    case 0x5b:
      return parseContainer(cursor, start, 0x5d);
    case 0x22:
      parseString(cursor);
      return { kind: ValueKind.text, start, end: cursor.at };
    case 0x74:
      return parseWord(cursor, 'true', ValueKind.boolean);
    case 0x66:
      return parseWord(cursor, 'false', ValueKind.boolean);
    case 0x6e:
      return parseWord(cursor, 'null', ValueKind.null);
    default:
      parseNumber(cursor);
      return { kind: ValueKind.number, start, end: cursor.at };
  }
}

function parseContainer(cursor: Cursor, start: number, closing: number): JsonNode {
  if (++cursor.depth > maxDepth) throw new Stop({ reason: 'deep', at: start });
  cursor.at++;
  const members: JsonMember[] = [];
  const elements: JsonNode[] = [];
  skipSpace(cursor);
  if (peek(cursor) !== closing) {
    for (;;) {
      if (closing === 0x7d) members.push(parseMember(cursor));
      else elements.push(parseValue(cursor));
      skipSpace(cursor);
      if (peek(cursor) !== 0x2c) break;
      cursor.at++;
      skipSpace(cursor);
    }
  }
  take(cursor, closing);
  cursor.depth--;
  const place = { kind: ValueKind.json, start, end: cursor.at };
  return closing === 0x7d ? { ...place, members } : { ...place, elements };
}

function parseMember(cursor: Cursor): JsonMember {
  const start = cursor.at;
  parseString(cursor);
  const key = decodeString(cursor.bytes, start, cursor.at);
  skipSpace(cursor);
  take(cursor, 0x3a);
  skipSpace(cursor);
  return { key, value: parseValue(cursor) };
}

function parseString(cursor: Cursor): void {
  take(cursor, 0x22);
  const { bytes, to } = cursor;
  for (;;) {
    let { at } = cursor;
    while (at < to && bytes[at] >= 0x20 && bytes[at] !== 0x22 && bytes[at] !== 0x5c) at++;
    cursor.at = at;
    const byte = peek(cursor);
    if (byte < 0x20) fail(cursor);
    cursor.at++;
    if (byte === 0x22) return;
    parseEscape(cursor);
  }
}

const escapes = new Set([0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74]);

function parseEscape(cursor: Cursor): void {
  if (peek(cursor) !== 0x75) {
    if (!escapes.has(peek(cursor))) fail(cursor);
    cursor.at++;
    return;
  }
  cursor.at++;
  for (let digit = 0; digit < 4; digit++) {
    if (!isHex(peek(cursor))) fail(cursor);
    cursor.at++;
  }
}

function isHex(byte: number): boolean {
  const lower = byte | 0x20;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function parseWord(cursor: Cursor, word: string, kind: ValueKind): JsonNode {
  const start = cursor.at;
  for (let index = 0; index < word.length; index++) take(cursor, word.charCodeAt(index));
  return { kind, start, end: cursor.at };
}

function parseNumber(cursor: Cursor): void {
  if (peek(cursor) === 0x2d) cursor.at++;
  if (peek(cursor) === 0x30) cursor.at++;
  else takeDigits(cursor);
  if (peek(cursor) === 0x2e) {
    cursor.at++;
    takeDigits(cursor);
  }
  if ((peek(cursor) | 0x20) === 0x65) {
    cursor.at++;
    if (peek(cursor) === 0x2b || peek(cursor) === 0x2d) cursor.at++;
    takeDigits(cursor);
  }
}

function takeDigits(cursor: Cursor): void {
  if (!isDigit(peek(cursor))) fail(cursor);
  while (isDigit(peek(cursor))) cursor.at++;
}
