import type { EventBatch } from '../batch/event-batch.ts';
import type { TextTest } from '../query/ast.ts';
import { foldCase } from '../query/fold-case.ts';
import { type AhoCorasick, buildAhoCorasick, standsInBytes } from './aho-corasick.ts';
import { bytesOfRow } from './column-values.ts';
import { emptySet, maxSets } from './hit-sets.ts';
import type { TestTable } from './predicate-table.ts';
import { requiredLiteral } from './required-literal.ts';
import { RowSets } from './row-sets.ts';
import { buildTextIndex, isCased, matchText, type TextIndex } from './text-index.ts';

/** Every text that keywords look into: the raw record and the values in it. */
export type KeywordTexts = (dataset: string, raw: Uint8Array) => Iterable<string>;

/**
 * Bytes that make a literal's absence prove nothing: JSON escapes that may hide an ASCII character, and the letters
 * that fold to or match ASCII ones (the Kelvin sign, I with a dot, the long s), escaped or not.
 */
const doubts = ['\\u00', '\\u212a', '\\u0130', '\\u017f', '\\/', '\u00e2\u0084\u00aa', '\u00c4\u00b0', '\u00c5\u00bf'];

/**
 * What keywords hit, row by row. One pass over the raw bytes says which rows may have any; only those are read as text.
 */
export class KeywordHits {
  rowSets = new RowSets([]);
  readonly #texts: KeywordTexts;
  readonly #indexes: readonly TextIndex[];
  readonly #predicates: readonly (readonly number[])[];
  /** Null when some keyword has no literal to look for, so that every row must be read. */
  readonly #literals: AhoCorasick | null;

  constructor({ tests, predicates }: TestTable<TextTest>, texts: KeywordTexts) {
    this.#texts = texts;
    this.#predicates = predicates;
    const numbered = tests.map((test, number) => ({ test, number }));
    this.#indexes = [false, true].flatMap((cased) => {
      const those = numbered.filter(({ test }) => isCased(test) === cased);
      return those.length === 0 ? [] : [buildTextIndex(those, cased)];
    });
    const literals = tests.map((test) => plainRun(requiredLiteral(test)));
    this.#literals = literals.includes('') ? null : buildAhoCorasick([...new Set([...doubts, ...literals])]);
  }

  bind(batch: EventBatch): void {
    if (this.rowSets.sets.size > maxSets) this.rowSets = new RowSets([]);
    const into = this.rowSets.begin(batch.rows);
    for (let row = 0; row < batch.rows; row++) {
      const raw = bytesOfRow(batch.raw, row);
      const mayHit = this.#literals === null || standsInBytes(this.#literals, raw);
      into[row] = mayHit ? this.#setOf(this.#texts(batch.dataset, raw)) : emptySet;
    }
    this.rowSets.link(batch.rows);
  }

  #setOf(texts: Iterable<string>): number {
    const tests: number[] = [];
    for (const text of texts) for (const index of this.#indexes) matchText(index, text, tests);
    return this.rowSets.sets.intern([...new Set(tests)].flatMap((test) => this.#predicates[test]));
  }
}

/** The longest run of characters that formats write as they are: printable ASCII but quotes and backslashes. */
function plainRun(literal: string): string {
  const runs = foldCase(literal).match(/[ !#-[\]-~]+/g) ?? [];
  return runs.reduce<string>((best, run) => (run.length > best.length ? run : best), '');
}
