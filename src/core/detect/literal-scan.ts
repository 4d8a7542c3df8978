/** Finds whether any of some texts stands in bytes, letter case of ASCII aside. */
export interface LiteralScan {
  /** Length of the shortest text: only so many of each text's first bytes are looked for by leaps. */
  readonly window: number;
  /** By two bytes, the first the low one: how far the window may move on; 0 where it may be one of the texts. */
  readonly leaps: Uint8Array;
  /** The texts, in lower case, by the two bytes that end their window. */
  readonly endings: ReadonlyMap<number, readonly Uint8Array[]>;
}

/** A leap is a byte; longer windows gain nothing. */
const longestWindow = 250;

/** Texts are ASCII in lower case, each of at least two characters. */
export function buildLiteralScan(texts: readonly string[]): LiteralScan {
  const literals = texts.map((text) => Uint8Array.from(text, (character) => character.charCodeAt(0)));
  const window = literals.reduce((least, { length }) => Math.min(least, length), longestWindow);
  const leaps = new Uint8Array(1 << 16).fill(window - 1);
  const endings = new Map<number, Uint8Array[]>();
  for (const literal of literals) {
    for (let at = 1; at < window; at++) {
      for (const pair of spellings(literal[at - 1], literal[at])) {
        leaps[pair] = Math.min(leaps[pair], window - 1 - at);
        if (at === window - 1) endings.set(pair, [...(endings.get(pair) ?? []), literal]);
      }
    }
  }
  return { window, leaps, endings };
}

/**
 * Looks at one pair of bytes a leap, as Wu and Manber (1994) do: where no text has that pair, none can begin before it
 * is left behind. The end is exclusive.
 */
export function standsIn({ window, leaps, endings }: LiteralScan, view: DataView, [start, end]: Span): boolean {
  let at = start + window - 2;
  while (at < end - 1) {
    const pair = view.getUint16(at, true);
    const leap = leaps[pair];
    if (leap > 0) {
      at += leap;
      continue;
    }
    const first = at + 2 - window;
    for (const literal of endings.get(pair)!) if (standsAt(literal, view, [first, end])) return true;
    at++;
  }
  return false;
}

/** Where something begins and, exclusively, ends. */
export type Span = readonly [start: number, end: number];

function standsAt(literal: Uint8Array, view: DataView, [start, end]: Span): boolean {
  if (start + literal.length > end) return false;
  for (let at = 0; at < literal.length; at++) if (lower(view.getUint8(start + at)) !== literal[at]) return false;
  return true;
}

function lower(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

function spellings(first: number, second: number): readonly number[] {
  return bothCases(first).flatMap((low) => bothCases(second).map((high) => low | (high << 8)));
}

function bothCases(byte: number): readonly number[] {
  return byte >= 97 && byte <= 122 ? [byte, byte - 32] : [byte];
}
