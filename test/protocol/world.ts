import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Column } from '../../src/core/batch/column.ts';
import { setInt64 } from '../../src/core/batch/column.ts';
import { GrowingDictionary } from '../../src/core/batch/dictionary.ts';
import { type EventBatch, type ObjectRef, rowId } from '../../src/core/batch/event-batch.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { newBatchId } from '../../src/pipeline/batch-id.ts';
import { failPoint } from '../../src/pipeline/fail-point.ts';
import type { Assignment, Readers } from '../../src/pipeline/load.ts';
import type { OfferedObject, Source } from '../../src/sources/source.ts';
import type { Match } from '../../src/state/alerts.ts';

/** One record of a test object. Rows of user `evil` match the one rule. */
export interface TestRow {
  readonly offset: number;
  readonly time: bigint;
  readonly user: string;
}

export interface TestObject {
  readonly offered: OfferedObject;
  readonly rows: readonly TestRow[];
}

export const dayNs = 86_400_000_000_000n;
export const dataset = 'test.log';
const rule = { id: 'rule-1', title: 'Evil', level: 'high', path: 'rules/evil.yml' };

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'kushi-test-'));
}

export function testObject(name: string, rows: readonly TestRow[]): TestObject {
  const offered = { bucket: 'test', key: name, etag: 'e', size: rows.length, time: 0n, name };
  return { offered, rows };
}

export function testSource(objects: readonly TestObject[]): Source {
  return {
    id: 'test',
    async *list() {
      for (const object of objects) yield object.offered;
    },
    open: async () => (async function* () {})(),
    close: async () => {},
  };
}

/** Events as a mapping of this version would make them. */
export function testBatch(rows: readonly TestRow[], object: ObjectRef, mapping: string): EventBatch {
  const words = new Int32Array(2 * rows.length);
  for (const [index, row] of rows.entries()) setInt64(words, index, row.time);
  const text = (values: readonly string[]): Column => {
    const dictionary = new GrowingDictionary();
    return { kind: 'text', ids: Uint32Array.from(values, (value) => dictionary.put(value)), dictionary };
  };
  return {
    dataset,
    mapping,
    rows: rows.length,
    time: { kind: 'int64', words, present: null },
    fields: new Map([
      ['user.name', text(rows.map((row) => `${row.user}@${mapping}`))],
      ['event.action', text(rows.map((row) => `action-${row.offset % 2}`))],
    ]),
    record: new Map(),
    objects: [object],
    object: new Uint32Array(rows.length),
    offset: Float64Array.from(rows, (row) => row.offset),
    length: new Uint32Array(rows.length).fill(1),
    raw: {
      kind: 'bytes',
      bytes: new Uint8Array(4 * rows.length),
      starts: Uint32Array.from(rows, (_, index) => 4 * (index + 1)),
    },
  };
}

export interface TestReaderOptions {
  readonly engine: Engine;
  readonly objects: () => ReadonlyMap<string, TestObject>;
  readonly mapping: () => string;
  /** Rows of one commit. */
  readonly rowsAtOnce: () => number;
}

/** Reads test objects as the real readers do: batch by batch, going on where the ledger says. */
export function testReaders({ engine, objects, mapping, rowsAtOnce }: TestReaderOptions): Readers {
  return {
    async run(assignments, { commit }) {
      for await (const assignment of assignments) {
        const rows = objects().get(assignment.object.key)?.rows ?? [];
        const { ref, from } = startOf(assignment, mapping());
        for (let at = from; ; ) {
          const part = rows.slice(at, at + rowsAtOnce());
          at += part.length;
          const done = at >= rows.length;
          const batch = testBatch(part, ref, mapping());
          const segments = part.length === 0 ? [] : await engine.write(newBatchId(), batch);
          failPoint('load.written');
          const counts = { read: part.length, events: part.length, rejects: 0, filtered: 0 };
          const progress = { object: ref.id, generation: ref.generation, mapping: mapping(), logType: dataset };
          await commit({
            segments,
            matches: matchesIn(part, ref),
            invalid: [],
            progress: [{ ...progress, done, resume: { offset: at, state: '' }, counts }],
          });
          if (done) break;
        }
      }
    },
  };
}

function startOf({ ref, resume }: Assignment, mapping: string): { ref: ObjectRef; from: number } {
  if (resume === null) return { ref, from: 0 };
  if (resume.mapping === mapping) return { ref, from: resume.offset };
  return { ref: { ...ref, generation: resume.startOver }, from: 0 };
}

function matchesIn(rows: readonly TestRow[], ref: ObjectRef): Match[] {
  return rows
    .filter((row) => row.user === 'evil')
    .map(({ offset, time, user }) => ({
      rule,
      object: ref.id,
      offset,
      dataset,
      time,
      event: rowId(ref.id, offset),
      entity: { kind: 'user.name', value: user },
    }));
}
