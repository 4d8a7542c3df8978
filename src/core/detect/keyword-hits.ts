import type { EventBatch } from '../batch/event-batch.ts';
import type { TextTest } from '../query/ast.ts';
import { foldCase } from '../query/fold-case.ts';
import { bytesOfRow } from './column-values.ts';
import { createHidesLetters, type HidesLetters, type Memory, memoryOf } from './hidden-letters.ts';
import { emptySet, maxSets } from './hit-sets.ts';
import { buildLiteralScan, type LiteralScan, type Span, standsIn } from './literal-scan.ts';
import type { TestTable } from './predicate-table.ts';
import { requiredLiteral } from './required-literal.ts';
import { RowSets } from './row-sets.ts';
import { buildTextIndex, isCased, matchText, type TextIndex } from './text-index.ts';

/** Every text that keywords look into: the raw record and the values in it. */
export type KeywordTexts = (dataset: string, raw: Uint8Array) => Iterable<string>;

/**
 * What keywords hit, row by row. The raw bytes say which rows may have any: those with a literal of a
 * keyword, and those where escapes or foreign letters may hide one. Only those are read as text.
 */
export class KeywordHits {
  rowSets = new RowSets([]);
  readonly #texts: KeywordTexts;
  readonly #indexes: readonly TextIndex[];
  readonly #predicates: readonly (readonly number[])[];
  /** Null when some keyword has no literal to look for, so that every row must be read. */
  readonly #literals: { readonly scan: LiteralScan; readonly hides: HidesLetters } | null;

  constructor({ tests, predicates }: TestTable<TextTest>, texts: KeywordTexts) {
    this.#texts = texts;
    this.#predicates = predicates;
    const numbered = tests.map((test, number) => ({ test, number }));
    this.#indexes = [false, true].flatMap((cased) => {
      const those = numbered.filter(({ test }) => isCased(test) === cased);
      return those.length === 0 ? [] : [buildTextIndex(those, cased)];
    });
    const literals = [...new Set(tests.map((test) => plainRun(requiredLiteral(test))))];
    const vague = literals.some(({ length }) => length < 2);
    this.#literals = vague ? null : { scan: buildLiteralScan(literals), hides: createHidesLetters(literals) };
  }

  bind(batch: EventBatch): void {
    if (this.rowSets.sets.size > maxSets) this.rowSets = new RowSets([]);
    const into = this.rowSets.begin(batch.rows);
    const { bytes, starts } = batch.raw;
    const memory = memoryOf(bytes.buffer);
    for (let row = 0; row < batch.rows; row++) {
      const start = bytes.byteOffset + starts[row];
      const mayHit = this.#mayHit(memory, [start, start + memory.view.getUint32(start - 4, true)]);
      into[row] = mayHit ? this.#setOf(this.#texts(batch.dataset, bytesOfRow(batch.raw, row))) : emptySet;
    }
    this.rowSets.link(batch.rows);
  }

  #mayHit(memory: Memory, span: Span): boolean {
    if (this.#literals === null) return true;
    const { scan, hides } = this.#literals;
    return standsIn(scan, memory.view, span) || hides(memory, span);
  }

  #setOf(texts: Iterable<string>): number {
    const tests: number[] = [];
    for (const text of texts) for (const index of this.#indexes) matchText(index, text, tests);
    return this.rowSets.sets.intern([...new Set(tests)].flatMap((test) => this.#predicates[test]));
  }
}

/** Characters that encoders of JSON like to escape, though they need not: for HTML, and slashes. */
const plain = /[ !#-%(-.0-;?-[\]-~]+/g;
const printable = /[ !#-[\]-~]+/g;

/**
 * The longest run of characters that formats write as they are: printable ASCII but quotes and backslashes, without
 * those that are often escaped where enough is left.
 */
function plainRun(literal: string): string {
  const [best, second] = [plain, printable].map((characters) => longest(foldCase(literal).match(characters) ?? []));
  return best.length >= 4 || best.length === second.length ? best : second;
}

function longest(runs: readonly string[]): string {
  return runs.reduce((best, run) => (run.length > best.length ? run : best), '');
}
