import { normalAddress } from '../network.ts';
import type { CaptureKind, PatternToken } from './pattern-token.ts';

/**
 * One attempt to fit a text. A search in depth that remembers what has failed: every token gives up on a place at most
 * once, so the time is linear in the text whatever an attacker writes into it.
 */
interface Attempt {
  readonly tokens: readonly PatternToken[];
  readonly text: string;
  /** Start and end of each capture, two numbers a slot. */
  readonly spans: Int32Array;
  readonly spaces: Mark;
  readonly tabs: Mark;
  /** text, any, word: by token, the first end that is known to lead nowhere (as all behind it do, in a word's run). */
  readonly failedFrom: Float64Array;
  /** By token, starts of bounded captures that are known to lead nowhere, one bit a place. */
  readonly deadStarts: (Uint8Array | undefined)[];
  runStart: number;
  runEnd: number;
  quoteOpen: number;
  quoteClose: number;
}

/** Where a character was found last: none of it stands between `from` and `at`. */
interface Mark {
  readonly character: string;
  from: number;
  at: number;
}

/** Numbers and addresses longer than this are none; the bound keeps their share of the search constant. */
const maxBounded = 64;
const space = 32;
const tab = 9;
const quote = 34;
const backslash = 92;

/** Starts and ends of the captures, two numbers a slot, or undefined when the tokens do not fit the whole text. */
export function fitTokens(tokens: readonly PatternToken[], slots: number, text: string): Int32Array | undefined {
  const attempt: Attempt = {
    tokens,
    text,
    spans: new Int32Array(2 * slots),
    spaces: { character: ' ', from: 0, at: -1 },
    tabs: { character: '\t', from: 0, at: -1 },
    failedFrom: new Float64Array(tokens.length).fill(Number.POSITIVE_INFINITY),
    deadStarts: [],
    runStart: 0,
    runEnd: -1,
    quoteOpen: 0,
    quoteClose: -1,
  };
  return fitFrom(attempt, 0, 0) ? attempt.spans : undefined;
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === space || code === tab;
}

function skipBlanks(text: string, at: number): number {
  let end = at;
  while (isBlank(text, end)) end++;
  return end;
}

function fitFrom(attempt: Attempt, first: number, from: number): boolean {
  const { tokens, text } = attempt;
  let at = from;
  for (let t = first; t < tokens.length; t++) {
    const token = tokens[t];
    if (token.kind === 'literal') {
      if (!text.startsWith(token.text, at)) return false;
      at += token.text.length;
    } else if (token.kind === 'blank') {
      const end = skipBlanks(text, at);
      if (end === at && !blankIsServed(token, text, at)) return false;
      at = end;
    } else return fitCapture(attempt, t, token.as, at);
  }
  return at === text.length;
}

/** Beside an empty `any` one blank serves both sides, and the end of the text serves as well. */
function blankIsServed(token: PatternToken & { kind: 'blank' }, text: string, at: number): boolean {
  if (token.afterAny && (at === 0 || isBlank(text, at - 1))) return true;
  return token.beforeAny && at === text.length;
}

function fitCapture(attempt: Attempt, t: number, as: CaptureKind, at: number): boolean {
  switch (as) {
    case 'text':
      return fitShortest(attempt, t, at, at + 1);
    case 'any':
      return fitShortest(attempt, t, at, at);
    case 'rest':
      return at < attempt.text.length && tryEnd(attempt, t, at, attempt.text.length);
    case 'word':
      return fitWord(attempt, t, at);
    case 'quoted':
      return fitQuoted(attempt, t, at);
    default:
      return fitBounded(attempt, t, at, as);
  }
}

function tryEnd(attempt: Attempt, t: number, at: number, end: number): boolean {
  if (!fitFrom(attempt, t + 1, end)) return false;
  const token = attempt.tokens[t];
  if (token.kind === 'capture' && token.slot >= 0) {
    attempt.spans[2 * token.slot] = at;
    attempt.spans[2 * token.slot + 1] = end;
  }
  return true;
}

/** Ends from the nearest on. Whatever failed for an earlier start fails for a later one: its ends are a part of those. */
function fitShortest(attempt: Attempt, t: number, at: number, firstEnd: number): boolean {
  const limit = Math.min(attempt.failedFrom[t], attempt.text.length + 1);
  for (let end = nextEnd(attempt, t, firstEnd); end < limit; end = nextEnd(attempt, t, end + 1)) {
    if (tryEnd(attempt, t, at, end)) return true;
  }
  attempt.failedFrom[t] = Math.min(attempt.failedFrom[t], firstEnd);
  return false;
}

/** The first place, from `from` on, where the token behind could begin. */
function nextEnd(attempt: Attempt, t: number, from: number): number {
  const { text, tokens } = attempt;
  const next = tokens[t + 1];
  if (from > text.length) return Number.POSITIVE_INFINITY;
  if (next === undefined) return text.length;
  if (next.kind === 'literal') {
    const found = text.indexOf(next.text, from);
    return found < 0 ? Number.POSITIVE_INFINITY : found;
  }
  if (next.kind === 'capture' || blankIsServed(next, text, from)) return from;
  return nextBlank(attempt, from);
}

function nextBlank({ text, spaces, tabs }: Attempt, from: number): number {
  return Math.min(nextMark(text, spaces, from), nextMark(text, tabs, from));
}

/** The next place of a character, or the end; a stretch without it is searched once. */
function nextMark(text: string, mark: Mark, from: number): number {
  if (from >= mark.from && from <= mark.at) return mark.at;
  const found = text.indexOf(mark.character, from);
  mark.from = from;
  mark.at = found < 0 ? text.length : found;
  return mark.at;
}

/** Ends from the last character of the run back: a word is as long as it can be. */
function fitWord(attempt: Attempt, t: number, at: number): boolean {
  const end = endOfRun(attempt, at);
  const failed = attempt.failedFrom[t];
  const sameRun = failed > attempt.runStart && failed <= end;
  const next = attempt.tokens[t + 1];
  const head = next?.kind === 'literal' ? next.text.charCodeAt(0) : -1;
  const onlyWhole = next === undefined || next.kind === 'blank';
  for (let to = sameRun ? failed - 1 : end; to > at; to--) {
    if (onlyWhole && to < end) break;
    if (head >= 0 && attempt.text.charCodeAt(to) !== head) continue;
    if (tryEnd(attempt, t, at, to)) return true;
  }
  if (end > at) attempt.failedFrom[t] = sameRun ? Math.min(failed, at + 1) : at + 1;
  return false;
}

/** The end of the run of characters that are not white space, found once a run. */
function endOfRun(attempt: Attempt, at: number): number {
  if (at >= attempt.runStart && at < attempt.runEnd) return attempt.runEnd;
  let end = at;
  while (end < attempt.text.length && !isWhite(attempt.text.charCodeAt(end))) end++;
  attempt.runStart = at;
  attempt.runEnd = end;
  return end;
}

/** What `\s` of a regular expression takes. */
function isWhite(code: number): boolean {
  if (code <= space) return code === space || (code >= tab && code <= 13);
  return code >= 0xa0 && /\s/.test(String.fromCharCode(code));
}

function fitQuoted(attempt: Attempt, t: number, at: number): boolean {
  if (attempt.text.charCodeAt(at) !== quote) return false;
  const close = closingQuote(attempt, at);
  return close < attempt.text.length && tryEnd(attempt, t, at, close + 1);
}

/** A quote that is escaped within an earlier one closes where that one does. */
function closingQuote(attempt: Attempt, open: number): number {
  if (open > attempt.quoteOpen && open < attempt.quoteClose) return attempt.quoteClose;
  let close = attempt.text.indexOf('"', open + 1);
  while (close > 0 && isEscaped(attempt.text, close, open)) close = attempt.text.indexOf('"', close + 1);
  attempt.quoteOpen = open;
  attempt.quoteClose = close < 0 ? Number.POSITIVE_INFINITY : close;
  return attempt.quoteClose;
}

/** Behind an odd number of backslashes. */
function isEscaped(text: string, at: number, open: number): boolean {
  let first = at;
  while (first - 1 > open && text.charCodeAt(first - 1) === backslash) first--;
  return (at - first) % 2 === 1;
}

const shapes = {
  int: /[+-]?\d+/y,
  number: /[+-]?\d+(?:\.\d+)?/y,
  ip: /[0-9a-fA-F:.]+(?:%[\w-]+)?/y,
};

/** Ends from the longest back: a number takes all its digits unless the text then does not fit. */
function fitBounded(attempt: Attempt, t: number, at: number, as: 'int' | 'number' | 'ip'): boolean {
  if (isDead(attempt, t, at)) return false;
  const longest = shapeEnd(attempt.text, at, shapes[as]);
  for (let end = longest; end > at; end--) {
    if (isWhole(attempt.text.slice(at, end), as) && tryEnd(attempt, t, at, end)) return true;
  }
  if (longest > at) markDead(attempt, t, at);
  return false;
}

function shapeEnd(text: string, at: number, shape: RegExp): number {
  shape.lastIndex = at;
  const length = shape.exec(text)?.[0].length ?? 0;
  return at + (length > maxBounded ? 0 : length);
}

function isWhole(value: string, as: 'int' | 'number' | 'ip'): boolean {
  if (as === 'ip') return normalAddress(value) !== undefined;
  return /\d$/.test(value);
}

function isDead(attempt: Attempt, t: number, at: number): boolean {
  const bits = attempt.deadStarts[t];
  return bits !== undefined && (bits[at >> 3] & (1 << (at & 7))) !== 0;
}

function markDead(attempt: Attempt, t: number, at: number): void {
  attempt.deadStarts[t] ??= new Uint8Array((attempt.text.length >> 3) + 1);
  attempt.deadStarts[t]![at >> 3] |= 1 << (at & 7);
}
