import { ValueKind } from '../../batch/dictionary.ts';
import type { Data } from './data.ts';

const maxDepth = 512;
const blank = /[ \t\n\r]*/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;

/** JSON (RFC 8259) with numbers as they are written; undefined when the text is not JSON or nests deeper than 512. */
export function parseJson(text: string): Data | undefined {
  const cursor: Cursor = { text, at: 0 };
  const data = parseValue(cursor, 0);
  take(cursor, blank);
  return cursor.at === text.length ? data : undefined;
}

interface Cursor {
  readonly text: string;
  at: number;
}

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const hit = pattern.exec(cursor.text);
  if (hit === null) return undefined;
  cursor.at += hit[0].length;
  return hit[0];
}

/** Whether the next character that is not blank is this one; it is then behind the cursor. */
function takeMark(cursor: Cursor, mark: string): boolean {
  take(cursor, blank);
  if (cursor.text[cursor.at] !== mark) return false;
  cursor.at++;
  return true;
}

function parseValue(cursor: Cursor, depth: number): Data | undefined {
  if (depth > maxDepth) return undefined;
  if (takeMark(cursor, '{')) return parseObject(cursor, depth);
  if (takeMark(cursor, '[')) return parseList(cursor, depth);
  const text = parseString(cursor);
  if (text !== undefined) return { text, kind: ValueKind.text };
  const digits = take(cursor, number);
  if (digits !== undefined) return { text: digits, kind: ValueKind.number };
  const name = take(cursor, word);
  return name === undefined ? undefined : { text: name, kind: name === 'null' ? ValueKind.null : ValueKind.boolean };
}

function parseString(cursor: Cursor): string | undefined {
  const quoted = take(cursor, string);
  if (quoted === undefined) return undefined;
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}

function parseObject(cursor: Cursor, depth: number): Data | undefined {
  const members = new Map<string, Data>();
  if (takeMark(cursor, '}')) return members;
  do {
    take(cursor, blank);
    const key = parseString(cursor);
    const value = key !== undefined && takeMark(cursor, ':') ? parseValue(cursor, depth + 1) : undefined;
    if (key === undefined || value === undefined) return undefined;
    members.set(key, value);
  } while (takeMark(cursor, ','));
  return takeMark(cursor, '}') ? members : undefined;
}

function parseList(cursor: Cursor, depth: number): Data | undefined {
  const items: Data[] = [];
  if (takeMark(cursor, ']')) return items;
  do {
    const value = parseValue(cursor, depth + 1);
    if (value === undefined) return undefined;
    items.push(value);
  } while (takeMark(cursor, ','));
  return takeMark(cursor, ']') ? items : undefined;
}
