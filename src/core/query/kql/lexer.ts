import { KushiError } from '../../error/error.ts';
import type { PatternPart } from '../ast.ts';

export type Sign = '(' | ')' | '{' | '}' | ':' | '<' | '<=' | '>' | '>=';
export type Keyword = 'and' | 'or' | 'not';

interface Place {
  /** Index of the first character, and of the one behind the last. */
  readonly start: number;
  readonly end: number;
}

export type Word = Place & {
  readonly kind: 'word';
  readonly quoted: boolean;
  /** Escapes resolved; wildcards only in unquoted words. */
  readonly parts: readonly PatternPart[];
};

export type Token =
  | (Place & { readonly kind: 'symbol'; readonly text: Sign })
  | (Place & { readonly kind: 'keyword'; readonly text: Keyword })
  | (Place & { readonly kind: 'end' })
  | Word;

/** In a value a colon is a character like any other (`2001:db8::1`, `arn:aws:iam::…`); elsewhere it ends the field's name. */
export type LexMode = 'value' | 'name';

const symbol = /(?:[<>]=?|[(){}:])/y;
const blank = /[\s\u00a0\u3000]*/y;
const keyword = /(and|or|not)(?=[\s\u00a0\u3000():<>{}"]|$)/iy;
const named: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };
export const escapable = '\\():<>"*?{}';

/** The next token from a place in the text. Throws QUERY_SYNTAX with the column. */
export function readToken(text: string, from: number, mode: LexMode): Token {
  const start = from + match(blank, text, from).length;
  if (start >= text.length) return { kind: 'end', start, end: start };
  if (text[start] === '"') return readQuoted(text, start);
  const sign = match(symbol, text, start);
  if (sign !== '') return { kind: 'symbol', text: sign as Sign, start, end: start + sign.length };
  const word = match(keyword, text, start);
  if (word !== '') return { kind: 'keyword', text: word.toLowerCase() as Keyword, start, end: start + word.length };
  return readUnquoted(text, start, mode);
}

/** The text's piece that a sticky pattern matches at a place, or the empty text. */
function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

export function syntaxError(text: string, at: number, message: string): KushiError {
  return new KushiError('QUERY_SYNTAX', message, { location: locate(text, at) });
}

/** Lines and columns count from 1, columns in characters as people count them. */
export function locate(text: string, at: number): { line: number; column: number } {
  const lines = text.slice(0, at).split('\n');
  return { line: lines.length, column: [...lines[lines.length - 1]].length + 1 };
}

function readQuoted(text: string, start: number): Word {
  let literal = '';
  let at = start + 1;
  while (at < text.length && text[at] !== '"') {
    const [character, next] = text[at] === '\\' ? readEscape(text, at) : [text[at], at + 1];
    literal += character;
    at = next;
  }
  if (at >= text.length) throw syntaxError(text, start, 'This quote is never closed; expected another " behind it.');
  return { kind: 'word', quoted: true, parts: [{ literal }], start, end: at + 1 };
}

function readUnquoted(text: string, start: number, mode: LexMode): Word {
  const parts = new PartsBuilder();
  let at = start;
  while (at < text.length && !endsWord(text, at, mode)) {
    const character = text[at];
    if (character === '\\') {
      const [escaped, next] = readEscape(text, at);
      parts.literal(escaped);
      at = next;
    } else if (character === '"') {
      const segment = readQuotedSegment(text, at);
      parts.literal(segment);
      at += segment.length;
    } else {
      if (character === '*' || character === '?') parts.wild(character);
      else parts.literal(character);
      at++;
    }
  }
  return { kind: 'word', quoted: false, parts: parts.parts, start, end: at };
}

function endsWord(text: string, at: number, mode: LexMode): boolean {
  if (text[at] === ':') return mode === 'name';
  return /[\s\u00a0\u3000()<>{}]/.test(text[at]);
}

/** A quoted step of a vendor path, `record.extension."Process ID"`, kept as written since it is part of the field's name. */
function readQuotedSegment(text: string, at: number): string {
  if (text[at - 1] !== '.') {
    throw syntaxError(text, at, 'A quote cannot stand inside a word; write \\" or quote the whole text.');
  }
  const segment = match(/"(?:[^"\\]|\\.)*"/sy, text, at);
  if (segment === '') throw syntaxError(text, at, 'This quote is never closed; expected another " behind it.');
  return segment;
}

/** The character an escape at `at` stands for, and the place behind it. */
function readEscape(text: string, at: number): [string, number] {
  const next = text[at + 1] ?? '';
  if (escapable.includes(next) && next !== '') return [next, at + 2];
  const word = match(keyword, text, at + 1);
  if (word !== '') return [word, at + 1 + word.length];
  const unicode = match(/u[0-9a-fA-F]{4}/y, text, at + 1);
  if (unicode !== '') return [String.fromCharCode(Number.parseInt(unicode.slice(1), 16)), at + 6];
  if (Object.hasOwn(named, next)) return [named[next], at + 2];
  if (next !== '' && /[\s\u3000]/.test(next)) return [next, at + 2];
  throw syntaxError(text, at, `\\${next} means nothing here; write \\\\ for a backslash.`);
}

/** Joins neighbouring literals and neighbouring `*`. */
class PartsBuilder {
  readonly parts: PatternPart[] = [];

  literal(text: string): void {
    const last = this.parts.at(-1);
    if (last !== undefined && 'literal' in last) this.parts[this.parts.length - 1] = { literal: last.literal + text };
    else this.parts.push({ literal: text });
  }

  wild(wild: '*' | '?'): void {
    const last = this.parts.at(-1);
    if (wild === '*' && last !== undefined && 'wild' in last && last.wild === '*') return;
    this.parts.push({ wild });
  }
}
