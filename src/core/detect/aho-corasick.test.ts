import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildAhoCorasick, scanText } from './aho-corasick.ts';
import { buildTrie, scanPrefixes, scanSuffixes } from './pattern-trie.ts';

const seconds = Number(process.env.FUZZ_SECONDS ?? 2);
const seed = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) };

const letters = fc.constantFrom('a', 'b', 'c', 'é', '\u{1f600}');
const patterns = fc.uniqueArray(fc.string({ unit: letters, minLength: 1, maxLength: 6 }), { maxLength: 12 });
const text = fc.string({ unit: fc.oneof({ weight: 9, arbitrary: letters }, fc.constant('z')), maxLength: 30 });

function collect(scan: (report: (pattern: number) => void) => void): readonly number[] {
  const found = new Set<number>();
  scan((pattern) => found.add(pattern));
  return [...found].sort((a, b) => a - b);
}

function those(all: readonly string[], passes: (pattern: string) => boolean): readonly number[] {
  return [...all.keys()].filter((at) => passes(all[at]));
}

const backwards = (pattern: string): string => pattern.split('').reverse().join('');

test('patterns are found wherever they stand, begin or end a text', () => {
  const property = fc.property(patterns, text, (all, where) => {
    const automaton = buildAhoCorasick(all);
    expect(collect((report) => scanText(automaton, where, report))).toEqual(those(all, (p) => where.includes(p)));
    const trie = buildTrie(all);
    expect(collect((report) => scanPrefixes(trie, where, report))).toEqual(those(all, (p) => where.startsWith(p)));
    const reversed = buildTrie(all.map(backwards));
    expect(collect((report) => scanSuffixes(reversed, where, report))).toEqual(those(all, (p) => where.endsWith(p)));
  });
  fc.assert(property, { interruptAfterTimeLimit: seconds * 1000, numRuns: 1_000_000, ...seed });
});
