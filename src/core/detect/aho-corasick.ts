import { buildTrie, columnOf, type PatternTrie } from './pattern-trie.ts';

/**
 * The automaton of Aho and Corasick (1975) as one table: a step a unit of text, whatever the number of patterns.
 * Column 0 of a row is the nearest state, itself or along its suffixes, at which a pattern ends.
 */
export interface AhoCorasick {
  readonly trie: PatternTrie;
  /** By row: the pattern that ends there, and the next shorter suffix's state with one. */
  readonly pattern: Int32Array;
  readonly shorter: Int32Array;
}

/** Patterns must be distinct and not empty. */
export function buildAhoCorasick(patterns: readonly string[]): AhoCorasick {
  const trie = buildTrie(patterns);
  const { next } = trie;
  const { width } = trie.alphabet;
  const rows = next.length / width;
  const [pattern, shorter, suffix, queue] = Array.from({ length: 4 }, () => new Int32Array(rows));
  let queued = 1;
  for (let head = 0; head < queued; head++) {
    const state = queue[head];
    const fallback = suffix[state / width];
    for (let cell = state + 1; cell < state + width; cell++) {
      const child = next[cell];
      const beside = state === 0 ? 0 : next[fallback + cell - state];
      if (child === 0) {
        next[cell] = beside;
        continue;
      }
      const row = child / width;
      suffix[row] = beside;
      pattern[row] = next[child] - 1;
      shorter[row] = next[beside];
      next[child] = next[child] === 0 ? next[beside] : child;
      queue[queued++] = child;
    }
  }
  return { trie, pattern, shorter };
}

/** Reports every pattern that stands in the text, once for each place. */
export function scanText(
  { trie, pattern, shorter }: AhoCorasick,
  text: string,
  report: (pattern: number) => void,
): void {
  const { alphabet, next } = trie;
  let state = 0;
  for (let at = 0; at < text.length; at++) {
    const column = columnOf(alphabet, text.charCodeAt(at));
    state = column === 0 ? 0 : next[state + column];
    for (let end = next[state]; end !== 0; end = shorter[end / alphabet.width]) report(pattern[end / alphabet.width]);
  }
}
