import type { EventBatch } from '../batch/event-batch.ts';
import type { TextTest } from '../query/ast.ts';
import { foldCase } from '../query/fold-case.ts';
import { compileTextTest } from '../query/text-test.ts';
import { type AhoCorasick, buildAhoCorasick, scanBytes } from './aho-corasick.ts';
import { bytesOfRow } from './column-values.ts';
import { emptySet, maxSets } from './hit-sets.ts';
import type { TestTable } from './predicate-table.ts';
import { requiredLiteral } from './required-literal.ts';
import { RowSets } from './row-sets.ts';

/** Every text that keywords look into: the raw record and the values in it. */
export type KeywordTexts = (dataset: string, raw: Uint8Array) => Iterable<string>;

/**
 * Bytes that make a literal's absence prove nothing: a JSON escape that may hide any character, and the letters that
 * fold to or match ASCII ones (the Kelvin sign, I with a dot, the long s).
 */
const doubts = ['\\u', '\u00e2\u0084\u00aa', '\u00c4\u00b0', '\u00c5\u00bf'];

/**
 * What keywords hit, row by row. One pass over the raw bytes says which rows may have any; only those are read as text.
 */
export class KeywordHits {
  rowSets = new RowSets([]);
  readonly #texts: KeywordTexts;
  readonly #tests: readonly ((text: string) => boolean)[];
  readonly #predicates: readonly (readonly number[])[];
  readonly #automaton: AhoCorasick;
  /** By pattern of the automaton: the tests it announces. */
  readonly #announced: readonly (readonly number[])[];
  readonly #unannounced: readonly number[];

  constructor({ tests, predicates }: TestTable<TextTest>, texts: KeywordTexts) {
    this.#texts = texts;
    this.#tests = tests.map(compileTextTest);
    this.#predicates = predicates;
    const byLiteral = new Map<string, number[]>(doubts.map((doubt) => [doubt, [...tests.keys()]]));
    const unannounced: number[] = [];
    for (const [number, test] of tests.entries()) {
      const literal = plainRun(requiredLiteral(test));
      if (literal === '') unannounced.push(number);
      else byLiteral.set(literal, [...(byLiteral.get(literal) ?? []), number]);
    }
    this.#automaton = buildAhoCorasick([...byLiteral.keys()]);
    this.#announced = [...byLiteral.values()];
    this.#unannounced = unannounced;
  }

  bind(batch: EventBatch): void {
    if (this.rowSets.sets.size > maxSets) this.rowSets = new RowSets([]);
    const into = this.rowSets.begin(batch.rows);
    const found = new Set<number>();
    const report = (pattern: number): void => {
      found.add(pattern);
    };
    for (let row = 0; row < batch.rows; row++) {
      const raw = bytesOfRow(batch.raw, row);
      scanBytes(this.#automaton, raw, report);
      const none = found.size === 0 && this.#unannounced.length === 0;
      into[row] = none ? emptySet : this.#lookAt(this.#texts(batch.dataset, raw), found);
      found.clear();
    }
    this.rowSets.link(batch.rows);
  }

  #lookAt(texts: Iterable<string>, found: ReadonlySet<number>): number {
    const open = new Set([...this.#unannounced, ...[...found].flatMap((pattern) => this.#announced[pattern])]);
    const predicates: number[] = [];
    for (const text of texts) {
      for (const test of open) {
        if (!this.#tests[test](text)) continue;
        predicates.push(...this.#predicates[test]);
        open.delete(test);
      }
    }
    return this.rowSets.sets.intern(predicates);
  }
}

/** The longest run of characters that formats write as they are: printable ASCII but quotes and slashes. */
function plainRun(literal: string): string {
  const runs = foldCase(literal).match(/[ !#-.0-[\]-~]+/g) ?? [];
  return runs.reduce<string>((best, run) => (run.length > best.length ? run : best), '');
}
