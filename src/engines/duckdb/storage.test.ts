import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFileStore, type FileStore } from '../../segments/file-store.ts';
import type { LiveSegment, Segment } from '../engine.ts';
import { createMemoryEngine } from '../memory/engine.ts';
import { createSegmentStorage } from './create-segment-storage.ts';
import { open } from './open.ts';
import { reindex } from './reindex.ts';
import { rewrite } from './rewrite.ts';
import type { SegmentStorage } from './segment-storage.ts';
import { sightings } from './sightings.ts';
import { batchOf, day, events, line, listColumn, options, start } from './testing/batch-of.ts';
import { write } from './write.ts';

const fuzz = {
  numRuns: 1e6,
  interruptAfterTimeLimit: Number(process.env.FUZZ_SECONDS ?? 2) * 1000,
  seed: Number(process.env.FUZZ_SEED ?? 1),
};

let folder: string;
let store: FileStore;
let storage: SegmentStorage;
let duckdb: DuckDBInstance;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segments-'));
  store = createFileStore(folder);
  storage = createSegmentStorage(store, options, join(folder, 'temporary'));
  duckdb = await DuckDBInstance.create(':memory:', { threads: '1' });
});
afterAll(() => {
  duckdb.closeSync();
  rmSync(folder, { recursive: true });
});

async function sql(query: string): Promise<Record<string, unknown>[]> {
  const connection = await duckdb.connect();
  const rows = (await connection.runAndReadAll(query)).getRowObjectsJS();
  connection.closeSync();
  return rows;
}

const filesOf = (segments: readonly LiveSegment[]) =>
  `read_parquet([${segments.map(({ key }) => `'${store.localPath(key)}'`).join(', ')}], union_by_name = true)`;

const live = (segments: readonly Segment[], dead: LiveSegment['dead'] = []): LiveSegment[] =>
  segments.map(({ objects: _, ...segment }) => ({ ...segment, dead }));

let batches = 0;
const newId = () => `batch-${++batches}`;

const perDay = fc.tuple(
  events(40),
  events(40),
  fc.boolean(),
  fc.constantFrom('source.ip', 'related.user', undefined, 'absent'),
);

test('write, rewrite and reindex keep each live row once, and the index equal to a GROUP BY', async () => {
  const memory = createMemoryEngine(options);
  await fc.assert(
    fc.asyncProperty(perDay, fc.integer({ min: 1, max: 30 }), async ([one, two, reloaded, sortBy], groupRows) => {
      const dead = reloaded ? [{ object: '0'.repeat(24), generation: 1 }] : [];
      const ours: Segment[] = [];
      const theirs: Segment[] = [];
      for (const batch of [batchOf(one, 1), batchOf(two, reloaded ? 2 : 1)]) {
        const id = newId();
        ours.push(...(await write(storage, id, batch)));
        theirs.push(...(await memory.write(id, batch)));
      }
      const fresh = live(ours, dead);
      const expected = { segments: [] as LiveSegment[] };
      for (const segment of live(theirs, dead)) {
        expected.segments.push({ ...segment, entitiesKey: await memory.reindex(segment, newId()) });
      }
      const index = await memory.sightings({}, expected);
      expect(await sightings(storage, {}, { segments: fresh })).toEqual(index);

      const reindexed: LiveSegment[] = [];
      for (const segment of fresh)
        reindexed.push({ ...segment, entitiesKey: await reindex(storage, segment, newId()) });
      expect(await sightings(storage, {}, { segments: reindexed })).toEqual(index);

      const room = { columnBytes: 60, bucketBytes: 40 };
      const limits = { limits: { rows: 50, bytes: 1000 }, groupRows, room };
      const rewritten = live(
        await rewrite(storage, { id: newId(), segments: fresh, ...(sortBy && { sortBy }) }, limits),
      );
      expect(await sightings(storage, {}, { segments: rewritten })).toEqual(index);
      await expectSameEvents(rewritten, expected.segments, memory);

      for (const { value, field } of index.slice(0, 5)) {
        const some = await sightings(storage, { values: [value], fields: [field] }, { segments: rewritten });
        expect(some).toEqual(index.filter((sighting) => sighting.value === value && sighting.field === field));
      }
      expect(await sightings(storage, { values: ['nobody'] }, { segments: rewritten })).toEqual([]);
      for (const { key, entitiesKey } of [...fresh, ...reindexed, ...rewritten]) {
        await store.delete(key);
        await store.delete(entitiesKey);
      }
    }),
    fuzz,
  );
});

/** Every event opens as the memory engine opens it, and SQL counts as many. */
async function expectSameEvents(
  segments: readonly LiveSegment[],
  expected: readonly LiveSegment[],
  memory: ReturnType<typeof createMemoryEngine>,
): Promise<void> {
  const identities: { object: string; offset: number }[] = [];
  for await (const { object, offset } of memory.search({ kind: 'all' }, { segments: expected }, {}))
    identities.push({ object, offset });
  for (const identity of identities.slice(0, 12)) {
    const opened = await open(storage, identity, { segments });
    const wanted = await memory.open(identity.object, identity.offset, { segments: expected });
    // Several rows may have one identity here (objects of two batches); any of them will do.
    expect(opened === null).toBe(wanted === null);
  }
  if (segments.length === 0) {
    expect(identities).toEqual([]);
    return;
  }
  const rows = await sql(`SELECT "kushi.object" AS object, "kushi.offset" AS "offset" FROM ${filesOf(segments)}`);
  const name = ({ object, offset }: { object: unknown; offset: unknown }) => `${object}-${offset}`;
  expect(rows.map((row) => name(row as never)).sort()).toEqual(identities.map(name).sort());
}

test('an event opens with all its fields, fresh and rewritten', async () => {
  const memory = createMemoryEngine(options);
  await fc.assert(
    fc.asyncProperty(events(60), async (all) => {
      const batch = batchOf(all, 7);
      const id = newId();
      const fresh = live(await write(storage, id, batch));
      const expected = { segments: live(await memory.write(id, batch)) };
      const rewritten = live(await rewrite(storage, { id: newId(), segments: fresh, sortBy: 'source.ip' }));
      for (const { object, offset } of all) {
        const identity = { object: `${object}`.repeat(24), offset };
        const wanted = await memory.open(identity.object, offset, expected);
        expect(await open(storage, identity, { segments: fresh })).toEqual(wanted);
        expect(await open(storage, identity, { segments: rewritten })).toEqual(wanted);
      }
      expect(await open(storage, { object: '9'.repeat(24), offset: 0 }, { segments: fresh })).toBeNull();
    }),
    fuzz,
  );
});

test('a thousand equal lines stay a thousand', async () => {
  const same = Array.from({ length: 1000 }, (_, index) => line({ offset: index * 50 }));
  const fresh = live(await write(storage, newId(), batchOf(same, 1)));
  const [rewritten] = await rewrite(storage, { id: newId(), segments: fresh, sortBy: 'source.ip' });
  expect(rewritten).toMatchObject({
    rows: 1000,
    level: 1,
    objects: [{ object: '0'.repeat(24), generation: 1, rows: 1000 }],
  });
  const [{ rows, distinct }] = await sql(
    `SELECT count(*) AS "rows", count(DISTINCT "kushi.offset") AS "distinct" FROM ${filesOf(live([rewritten]))}`,
  );
  expect([rows, distinct]).toEqual([1000n, 1000n]);
  expect(await sightings(storage, { values: ['192.0.2.1'] }, { segments: live([rewritten]) })).toMatchObject([
    { count: 1000 },
  ]);
});

test('rows that died since the sidecar was made do not count, before reindexing and after', async () => {
  const all = [line({ ip: '192.0.2.1' }), line({ ip: '192.0.2.2', object: 1, time: start + 5n })];
  const dead = [{ object: '0'.repeat(24), generation: 1 }];
  const [segment] = live(await write(storage, newId(), batchOf(all, 1)), dead);
  const found = await sightings(storage, {}, { segments: [segment] });
  expect(found.map(({ value, count }) => [value, count])).toEqual([['192.0.2.2', 1]]);
  expect(await sightings(storage, { values: ['192.0.2.1'] }, { segments: [segment] })).toEqual([]);
  const entitiesKey = await reindex(storage, segment, newId());
  expect(await sightings(storage, {}, { segments: [{ ...segment, entitiesKey }] })).toEqual(found);
  const alive = { ...segment, dead: [] };
  expect((await sightings(storage, {}, { segments: [alive] })).map(({ value }) => value)).toEqual([
    '192.0.2.1',
    '192.0.2.2',
  ]);
});

test('days of sightings include both ends', async () => {
  const all = [0n, 1n, 2n].map((days, index) => line({ time: start + days * day, offset: index }));
  const segments = live(await write(storage, newId(), batchOf(all, 1)));
  const days = async (from?: string, to?: string) => {
    const options = { ...(from && { from }), ...(to && { to }) };
    return (await sightings(storage, options, { segments })).map((sighting) => sighting.day.slice(-2));
  };
  expect(await days()).toEqual(['24', '25', '26']);
  expect(await days('2026-11-25')).toEqual(['25', '26']);
  expect(await days('2026-11-25', '2026-11-25')).toEqual(['25']);
  expect(await days(undefined, '2026-11-24')).toEqual(['24']);
});

test('a rewritten segment is sorted by field, time, object and offset', async () => {
  const ips = ['198.51.100.2', '192.0.2.1', null];
  const all = Array.from({ length: 90 }, (_, index) =>
    line({ ip: ips[index % 3], time: start + BigInt((index * 7) % 5), object: (index * 5) % 3, offset: 1000 - index }),
  );
  const fresh = live([
    ...(await write(storage, newId(), batchOf(all.slice(0, 40), 1))),
    ...(await write(storage, newId(), batchOf(all.slice(40), 1))),
  ]);
  const rewritten = live(await rewrite(storage, { id: newId(), segments: fresh, sortBy: 'source.ip' }));
  const columns =
    '"source.ip" AS ip, epoch_ns("@timestamp") AS time, "kushi.object" AS object, "kushi.offset" AS "offset"';
  const rows = await sql(`SELECT ${columns} FROM ${filesOf(rewritten)}`);
  const sorted = await sql(
    `SELECT ${columns} FROM ${filesOf(rewritten)} ORDER BY ip NULLS LAST, time, object, "offset"`,
  );
  expect(rows).toEqual(sorted);
  expect(rows).toHaveLength(90);
});

test('a batch makes a segment a day, with the columns that have values', async () => {
  const batch = batchOf([line({ time: start + day - 1n }), line({ time: start + day, status: 404n, offset: 9 })], 3);
  const segments = await write(storage, 'days', batch);
  expect(segments.map(({ day: of, rows, first, last, fields }) => ({ of, rows, first, last, fields }))).toEqual([
    { of: '2026-11-24', rows: 1, first: start + day - 1n, last: start + day - 1n, fields: { 'source.ip': 'text' } },
    {
      of: '2026-11-25',
      rows: 1,
      first: start + day,
      last: start + day,
      fields: { 'source.ip': 'text', 'http.response.status_code': 'int64' },
    },
  ]);
  expect(segments.map(({ key }) => key)).toEqual([
    'acme.web/2026-11-24/days.parquet',
    'acme.web/2026-11-25/days.parquet',
  ]);
  expect(await write(storage, 'days', batch)).toEqual(segments);
});

test('an empty batch makes no segment, and rewriting dead rows none either', async () => {
  expect(await write(storage, newId(), batchOf([], 1))).toEqual([]);
  const dead = [{ object: '0'.repeat(24), generation: 1 }];
  const segments = live(await write(storage, newId(), batchOf([line()], 1)), dead);
  expect(await rewrite(storage, { id: newId(), segments })).toEqual([]);
  expect(await open(storage, { object: '0'.repeat(24), offset: 0 }, { segments })).toBeNull();
});

test('columns that two mappings store differently become one that holds both', async () => {
  const one = batchOf([line({ status: 200n })], 1);
  const other = {
    ...batchOf([line({ offset: 5 })], 1),
    fields: new Map([['http.response.status_code', listColumn([['404', 'x']])]]),
  };
  const fresh = live([...(await write(storage, newId(), one)), ...(await write(storage, newId(), other))]);
  const rewritten = live(await rewrite(storage, { id: newId(), segments: fresh }));
  const rows = await sql(
    `SELECT "http.response.status_code" AS status FROM ${filesOf(rewritten)} ORDER BY "kushi.offset"`,
  );
  expect(rows).toEqual([{ status: ['200'] }, { status: ['404', 'x'] }]);
});

test('a record that is not UTF-8 does not make its segment unreadable', async () => {
  const batch = batchOf([line(), line({ offset: 5, raw: 'broken' })], 1);
  batch.raw.bytes[batch.raw.starts[1]] = 0xff;
  const segments = live(await write(storage, newId(), batch));
  const rows = await sql(`SELECT "event.original" AS raw FROM ${filesOf(segments)} ORDER BY "kushi.offset"`);
  expect(rows).toEqual([{ raw: line().raw }, { raw: '\ufffdroken' }]);
});

test('a batch that is written again is read anew', async () => {
  const identity = { object: '0'.repeat(24), offset: 0 };
  const first = live(await write(storage, 'again', batchOf([line({ raw: 'first' })], 1)));
  expect((await open(storage, identity, { segments: first }))?.fields['event.original']).toBe('first');
  expect(await sightings(storage, {}, { segments: first })).toMatchObject([{ value: '192.0.2.1' }]);
  const second = live(await write(storage, 'again', batchOf([line({ raw: 'second', ip: '192.0.2.2' })], 1)));
  expect((await open(storage, identity, { segments: second }))?.fields['event.original']).toBe('second');
  expect(await sightings(storage, {}, { segments: second })).toMatchObject([{ value: '192.0.2.2' }]);
});
