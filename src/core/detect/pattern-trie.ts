/** Which column of a trie's table a UTF-16 unit (or byte) has; 0 for units in no pattern. */
export interface Alphabet {
  readonly narrow: Uint16Array;
  readonly wide: ReadonlyMap<number, number>;
  /** Columns of the table: one a unit, and column 0. */
  readonly width: number;
}

/**
 * Patterns as a table: `next[state + column]` is the next state, states are offsets of their rows, 0 is the root (and
 * no transition, as nothing leads back to the root). Column 0 of a row is the pattern that ends there, plus one.
 */
export interface PatternTrie {
  readonly alphabet: Alphabet;
  readonly next: Int32Array;
}

/** Patterns must be distinct and not empty. */
export function buildTrie(patterns: readonly string[]): PatternTrie {
  const alphabet = buildAlphabet(patterns);
  const { width } = alphabet;
  const next = new Int32Array(countStates(patterns) * width);
  let free = width;
  for (const [index, pattern] of patterns.entries()) {
    let state = 0;
    for (let at = 0; at < pattern.length; at++) {
      const cell = state + columnOf(alphabet, pattern.charCodeAt(at));
      if (next[cell] === 0) {
        next[cell] = free;
        free += width;
      }
      state = next[cell];
    }
    next[state] = index + 1;
  }
  return { alphabet, next };
}

export function columnOf(alphabet: Alphabet, unit: number): number {
  return unit < 256 ? alphabet.narrow[unit] : (alphabet.wide.get(unit) ?? 0);
}

/** Reports every pattern that the text begins with. */
export function scanPrefixes(trie: PatternTrie, text: string, report: (pattern: number) => void): void {
  const { alphabet, next } = trie;
  let state = 0;
  for (let at = 0; at < text.length; at++) {
    const column = columnOf(alphabet, text.charCodeAt(at));
    state = column === 0 ? 0 : next[state + column];
    if (state === 0) return;
    if (next[state] !== 0) report(next[state] - 1);
  }
}

/** Reports every pattern that the text ends with; the trie is of patterns written backwards. */
export function scanSuffixes(reversed: PatternTrie, text: string, report: (pattern: number) => void): void {
  const { alphabet, next } = reversed;
  let state = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const column = columnOf(alphabet, text.charCodeAt(at));
    state = column === 0 ? 0 : next[state + column];
    if (state === 0) return;
    if (next[state] !== 0) report(next[state] - 1);
  }
}

function buildAlphabet(patterns: readonly string[]): Alphabet {
  const narrow = new Uint16Array(256);
  const wide = new Map<number, number>();
  let width = 1;
  for (const pattern of patterns) {
    for (let at = 0; at < pattern.length; at++) {
      const unit = pattern.charCodeAt(at);
      if (unit >= 256) {
        if (!wide.has(unit)) wide.set(unit, width++);
      } else if (narrow[unit] === 0) narrow[unit] = width++;
    }
  }
  return { narrow, wide, width };
}

/** In sorted order each pattern adds as many states as it has units beyond what it shares with the one before. */
function countStates(patterns: readonly string[]): number {
  let states = 1;
  let before = '';
  for (const pattern of [...patterns].sort()) {
    let shared = 0;
    while (shared < before.length && before.charCodeAt(shared) === pattern.charCodeAt(shared)) shared++;
    states += pattern.length - shared;
    before = pattern;
  }
  return states;
}
