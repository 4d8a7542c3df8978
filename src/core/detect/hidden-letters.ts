import type { Span } from './literal-scan.ts';

/** Whether a character of some texts may stand in the bytes otherwise than as itself. */
export type HidesLetters = (memory: Memory, span: Span) => boolean;

/** A whole buffer in the two ways it is read: reading aligned words is twice as fast as any other. */
export interface Memory {
  readonly view: DataView;
  readonly words: Int32Array;
}

export function memoryOf(buffer: ArrayBufferLike): Memory {
  return { view: new DataView(buffer), words: new Int32Array(buffer, 0, buffer.byteLength >> 2) };
}

/** Letters that fold to or match ASCII ones: the Kelvin sign, I with a dot, and the long s. */
const strangers: Readonly<Record<string, number>> = { k: 0x212a, i: 0x130, s: 0x17f };

const backslash = 0x5c;

/**
 * JSON may write any character as an escape, and folding brings a few letters beyond ASCII into it. Bytes are looked
 * at four at a time; only backslashes and bytes beyond ASCII are looked at closely.
 */
export function createHidesLetters(texts: readonly string[]): HidesLetters {
  const letters = new Set(texts.join('').toLowerCase());
  const foreign = [...letters].flatMap((letter) => strangers[letter] ?? []);
  const escaped = new Set([...[...letters].flatMap(bothCases), ...foreign]);
  const encoded = foreign.map((code) => new TextEncoder().encode(String.fromCharCode(code)));
  const hidesAt = (view: DataView, at: number, end: number): boolean => {
    const byte = view.getUint8(at);
    if (byte === backslash) return isEscapeOf(escaped, view, [at + 1, end]);
    return (
      byte > 0x7f &&
      encoded.some((bytes) => bytes.every((wanted, i) => at + i < end && view.getUint8(at + i) === wanted))
    );
  };
  const hidesBetween = (view: DataView, [from, to]: Span, end: number): boolean => {
    for (let at = from; at < to; at++) if (hidesAt(view, at, end)) return true;
    return false;
  };
  return ({ view, words }, [start, end]) => {
    const last = Math.min((end + 3) >> 2, words.length);
    for (let word = start >> 2; word < last; word++) {
      if (!isStrange(words[word])) continue;
      const at = word << 2;
      if (hidesBetween(view, [Math.max(at, start), Math.min(at + 4, end)], end)) return true;
    }
    return hidesBetween(view, [Math.max(last << 2, start), end], end);
  };
}

/** Whether one of four bytes is a backslash or beyond ASCII; a byte right after a backslash may raise it for nothing. */
function isStrange(word: number): boolean {
  const other = word ^ 0x5c5c5c5c;
  return (((((other - 0x01010101) | 0) & ~other) | word) & 0x80808080) !== 0;
}

/** What stands behind a backslash: `uXXXX` of one of the codes, or a slash. */
function isEscapeOf(codes: ReadonlySet<number>, view: DataView, [at, end]: Span): boolean {
  if (at >= end) return false;
  const sign = view.getUint8(at);
  if (sign === 0x2f) return codes.has(sign);
  if (sign !== 0x75 || at + 5 > end) return false;
  let code = 0;
  for (let digit = at + 1; digit < at + 5; digit++) code = code * 16 + hexDigit(view.getUint8(digit));
  return codes.has(code);
}

/** Not a number for what is no hex digit, and so is every code with it. */
function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN;
}

function bothCases(letter: string): readonly number[] {
  return [letter.charCodeAt(0), letter.toUpperCase().charCodeAt(0)];
}
