import type { TextTest } from '../query/ast.ts';
import { foldCase } from '../query/fold-case.ts';
import { compileTextTest } from '../query/text-test.ts';
import { type AhoCorasick, buildAhoCorasick, scanText } from './aho-corasick.ts';
import { buildTrie, type PatternTrie, scanPrefixes, scanSuffixes } from './pattern-trie.ts';
import { ignoresCase, requiredLiteral } from './required-literal.ts';

/** A test and the number its owner knows it by. */
export interface NumberedTest<T> {
  readonly number: number;
  readonly test: T;
}

/** A test that a literal announces but does not decide. */
interface Guarded {
  readonly number: number;
  readonly passes: (text: string) => boolean;
}

interface LiteralIndex<Automaton> {
  readonly automaton: Automaton;
  /** By pattern: the tests it decides, and those it only announces. */
  readonly decided: readonly (readonly number[])[];
  readonly guarded: readonly (readonly Guarded[])[];
}

/**
 * All text tests of one field, asked at once: equal texts by hash, prefixes and suffixes by a trie, substrings and the
 * literals of wildcards and regular expressions by one automaton.
 */
export interface TextIndex {
  readonly cased: boolean;
  readonly equals: ReadonlyMap<string, readonly number[]>;
  readonly prefixes: LiteralIndex<PatternTrie>;
  readonly suffixes: LiteralIndex<PatternTrie>;
  readonly substrings: LiteralIndex<AhoCorasick>;
  /** Those with characters beyond U+00FF: apart, since each of their many characters is a column in every row. */
  readonly wideSubstrings: LiteralIndex<AhoCorasick>;
  /** Announced by nothing. */
  readonly unguarded: readonly Guarded[];
  /** Regular expressions whose letters may match others than their own where the text is not ASCII. */
  readonly foreign: readonly Guarded[];
}

const foreignLetters = /[^\u0000-\u007f]/;
const wide = /[^\u0000-\u00ff]/;

type Group = Map<string, { readonly decided: number[]; readonly guarded: Guarded[] }>;

/** Whether a test goes into the index that compares without folding. */
export function isCased(test: TextTest): boolean {
  return test.op !== 'regex' && test.cased;
}

/** Tests must be all cased or all not; regular expressions go with the uncased. */
export function buildTextIndex(tests: readonly NumberedTest<TextTest>[], cased: boolean): TextIndex {
  const fold = cased ? (text: string) => text : foldCase;
  const groups = { equals: new Map(), startswith: new Map(), endswith: new Map(), contains: new Map() } as const;
  const unguarded: Guarded[] = [];
  const foreign: Guarded[] = [];
  for (const { number, test } of tests) {
    const literal = fold(announcing(test));
    if (test.op !== 'like' && test.op !== 'regex') {
      if (literal === '' && test.op !== 'equals') unguarded.push({ number, passes: () => true });
      else slot(groups[test.op], literal).decided.push(number);
      continue;
    }
    const guarded = { number, passes: compileTextTest(test) };
    if (literal === '') unguarded.push(guarded);
    else {
      slot(groups.contains, literal).guarded.push(guarded);
      if (ignoresCase(test)) foreign.push(guarded);
    }
  }
  return {
    cased,
    equals: new Map([...groups.equals].map(([text, { decided }]) => [text, decided])),
    prefixes: literalIndex(groups.startswith, buildTrie),
    suffixes: literalIndex(reversed(groups.endswith), buildTrie),
    substrings: literalIndex(
      having(groups.contains, (text) => !wide.test(text)),
      buildAhoCorasick,
    ),
    wideSubstrings: literalIndex(
      having(groups.contains, (text) => wide.test(text)),
      buildAhoCorasick,
    ),
    unguarded,
    foreign,
  };
}

/** Adds the numbers of all tests that the text passes; a number may be added more than once. */
export function matchText(index: TextIndex, text: string, hits: number[]): void {
  const { equals, prefixes, suffixes, substrings, wideSubstrings, unguarded, foreign } = index;
  const compared = index.cased ? text : foldCase(text);
  add(equals.get(compared), hits);
  scanPrefixes(prefixes.automaton, compared, (pattern) => add(prefixes.decided[pattern], hits));
  scanSuffixes(suffixes.automaton, compared, (pattern) => add(suffixes.decided[pattern], hits));
  matchSubstrings(substrings, compared, { text, hits });
  if (wideSubstrings.decided.length > 0 && wide.test(compared))
    matchSubstrings(wideSubstrings, compared, { text, hits });
  addPassing(unguarded, text, hits);
  if (foreign.length > 0 && foreignLetters.test(text)) addPassing(foreign, text, hits);
}

/** The literal without which the test fails, or none where it may stand there in other letters than its own. */
function announcing(test: TextTest): string {
  const literal = requiredLiteral(test);
  return ignoresCase(test) && foreignLetters.test(literal) ? '' : literal;
}

function matchSubstrings(
  { automaton, decided, guarded }: LiteralIndex<AhoCorasick>,
  compared: string,
  { text, hits }: { readonly text: string; readonly hits: number[] },
): void {
  let announced: number[] | undefined;
  scanText(automaton, compared, (pattern) => {
    add(decided[pattern], hits);
    if (guarded[pattern].length === 0) return;
    announced ??= [];
    if (!announced.includes(pattern)) announced.push(pattern);
  });
  for (const pattern of announced ?? []) addPassing(guarded[pattern], text, hits);
}

function add(numbers: readonly number[] | undefined, hits: number[]): void {
  if (numbers !== undefined) for (const number of numbers) hits.push(number);
}

function addPassing(tests: readonly Guarded[], text: string, hits: number[]): void {
  for (const { number, passes } of tests) if (passes(text)) hits.push(number);
}

function slot(group: Group, literal: string): { readonly decided: number[]; readonly guarded: Guarded[] } {
  let found = group.get(literal);
  if (found === undefined) {
    found = { decided: [], guarded: [] };
    group.set(literal, found);
  }
  return found;
}

function having(group: Group, keep: (literal: string) => boolean): Group {
  return new Map([...group].filter(([literal]) => keep(literal)));
}

function reversed(group: Group): Group {
  return new Map([...group].map(([text, numbers]) => [text.split('').reverse().join(''), numbers]));
}

function literalIndex<A>(group: Group, build: (patterns: readonly string[]) => A): LiteralIndex<A> {
  const slots = [...group.values()];
  return {
    automaton: build([...group.keys()]),
    decided: slots.map(({ decided }) => decided),
    guarded: slots.map(({ guarded }) => guarded),
  };
}
