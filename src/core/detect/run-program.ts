import type { EventBatch } from '../batch/event-batch.ts';
import type { Program, ProgramRule } from './program.ts';
import type { RowSets } from './row-sets.ts';

/** What one batch hit. */
interface BatchHits {
  /** By predicate: the sets it is in, and how many rows have one of them. */
  readonly setsOf: ReadonlyMap<number, readonly number[]>;
  readonly rowsOf: ReadonlyMap<number, number>;
}

/** Calls `emit` for every rule and row that match: rule after rule, each with its rows in rising order. */
export function runProgram(program: Program, batch: EventBatch, emit: (rule: number, row: number) => void): void {
  const hits = gatherHits(program.bind(batch));
  const seen = new Int32Array(batch.rows);
  for (const index of candidates(program, hits)) {
    const rule = program.rules[index];
    const witness = fewestRows(rule, hits);
    if (witness === null) continue;
    const rows =
      witness.length === 0 ? everyRow(batch.rows) : witnessRows({ witness, program, hits, seen, stamp: index + 1 });
    for (const row of rows) if (rule.matches(row)) emit(rule.rule, row);
  }
}

function gatherHits(sources: readonly RowSets[]): BatchHits {
  const setsOf = new Map<number, number[]>();
  const rowsOf = new Map<number, number>();
  for (const source of sources) {
    for (const set of source.present) {
      for (const predicate of source.sets.predicates(set)) {
        const sets = setsOf.get(predicate);
        if (sets === undefined) setsOf.set(predicate, [set]);
        else sets.push(set);
        rowsOf.set(predicate, (rowsOf.get(predicate) ?? 0) + source.count(set));
      }
    }
  }
  return { setsOf, rowsOf };
}

/** Rules whose least likely witness has hit, and those that need none, in order. */
function candidates(program: Program, { setsOf }: BatchHits): readonly number[] {
  const rules = new Set(program.restless);
  for (const predicate of setsOf.keys()) for (const rule of program.waiting[predicate]) rules.add(rule);
  return [...rules].sort((a, b) => a - b);
}

/** The witness with the fewest rows in this batch; null when one has none, empty when the rule has no witness. */
function fewestRows({ witnesses }: ProgramRule, { rowsOf }: BatchHits): readonly number[] | null {
  let best: readonly number[] = [];
  let fewest = Number.POSITIVE_INFINITY;
  for (const witness of witnesses) {
    let rows = 0;
    for (const predicate of witness) rows += rowsOf.get(predicate) ?? 0;
    if (rows === 0) return null;
    if (rows < fewest) {
      fewest = rows;
      best = witness;
    }
  }
  return best;
}

interface WitnessRows {
  readonly witness: readonly number[];
  readonly program: Program;
  readonly hits: BatchHits;
  /** By row: the stamp of the last rule that had it. */
  readonly seen: Int32Array;
  readonly stamp: number;
}

function witnessRows({ witness, program, hits, seen, stamp }: WitnessRows): readonly number[] {
  const rows: number[] = [];
  for (const predicate of witness) {
    const source = program.source(predicate).rowSets;
    for (const set of hits.setsOf.get(predicate) ?? []) {
      for (let row = source.firstRow(set); row >= 0; row = source.nextRow(row)) {
        if (seen[row] === stamp) continue;
        seen[row] = stamp;
        rows.push(row);
      }
    }
  }
  return rows.sort((a, b) => a - b);
}

function everyRow(rows: number): readonly number[] {
  return Array.from({ length: rows }, (_, row) => row);
}
