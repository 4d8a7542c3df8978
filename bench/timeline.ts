import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BytesColumn, type Column, setInt64 } from '../src/core/batch/column.ts';
import { GrowingDictionary } from '../src/core/batch/dictionary.ts';
import type { EventBatch } from '../src/core/batch/event-batch.ts';
import { ecsField } from '../src/core/ecs/ecs.ts';
import type { RollUp } from '../src/core/logtype/logtype.ts';
import { openJsonRecord } from '../src/engines/contract/json-record.ts';
import { createDuckdbEngine } from '../src/engines/duckdb/engine.ts';
import type { Segment } from '../src/engines/engine.ts';
import { createFileStore } from '../src/segments/file-store.ts';
import { openState } from '../src/state/open-state.ts';
import { investigateActor } from '../src/timeline/investigate-actor.ts';
import { BenchPart } from './bench-part.ts';

/**
 * What it costs to tell what an actor did: half CloudTrail, half flows, over 31
 * days, merged as compaction leaves them. The chain of three keys lies on the last day.
 */
const bench = new BenchPart('Timeline');
const { events: rows } = bench.options;
const days = 31;
const batchRows = 65_536;
const start = 1_792_886_400_000_000_000n;
const dayNs = 86_400_000_000_000n;

let state = 1;
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 4294967296;
}
const pick = (count: number) => Math.floor(random() ** 3 * count);

const keyOf = (index: number) => `ASIA${String(index).padStart(16, '0')}`;
const roleOf = (caller: number) => caller % 300;
const accountOf = (caller: number) => String(111122223330 + (roleOf(caller) % 6));

interface Source {
  /** How many values there are. */
  readonly size: number;
  readonly value: (index: number) => string;
  readonly index: (caller: number) => number;
  /** Share of rows that have one. */
  readonly filled?: number;
}
type Sources = Readonly<Record<string, Source>>;

const callers = 3_000;
const cloudtrail: Sources = {
  'event.action': { size: 400, value: (i) => `Action${i}`, index: () => pick(400) },
  'event.outcome': { size: 2, value: (i) => (i === 0 ? 'success' : 'failure'), index: () => Number(random() < 0.05) },
  'user.name': { size: 300, value: (i) => `role-${i}`, index: roleOf },
  'aws.principal_arn': {
    size: callers,
    value: (i) => `arn:aws:sts::${accountOf(i)}:assumed-role/role-${roleOf(i)}/session-${i}`,
    index: (caller) => caller,
  },
  'aws.session_name': { size: callers, value: (i) => `session-${i}`, index: (caller) => caller },
  'aws.access_key_id': { size: callers * 40, value: keyOf, index: (caller) => caller * 40 + pick(40) },
  'aws.issued_access_key_id': {
    size: callers * 40,
    value: (i) => keyOf(i + callers * 40),
    index: (caller) => caller * 40 + pick(40),
    filled: 0.01,
  },
  'cloud.account.id': { size: 6, value: (i) => String(111122223330 + i), index: (caller) => roleOf(caller) % 6 },
  'cloud.region': { size: 4, value: (i) => `eu-west-${i}`, index: () => pick(4) },
  'source.ip': {
    size: 15_000,
    value: (i) => `198.${18 + (i >> 16)}.${(i >> 8) % 256}.${i % 256}`,
    index: (caller) => (caller * 5 + pick(5)) % 15_000,
  },
  'user_agent.name': { size: 20, value: (i) => `agent-${i}`, index: (caller) => caller % 20 },
  'aws.bucket': { size: 200, value: (i) => `bucket-${i}`, index: () => pick(200), filled: 0.2 },
};
const flows: Sources = {
  'event.action': { size: 2, value: (i) => (i === 0 ? 'accept' : 'reject'), index: () => Number(random() < 0.1) },
  'cloud.account.id': { size: 6, value: (i) => String(111122223330 + i), index: () => pick(6) },
  'source.ip': {
    size: 60_000,
    value: (i) => `198.${18 + (i >> 16)}.${(i >> 8) % 256}.${i % 256}`,
    index: () => pick(60_000),
  },
  'destination.ip': { size: 500, value: (i) => `10.0.${i >> 8}.${i % 256}`, index: () => pick(500) },
  'network.transport': { size: 1, value: () => 'tcp', index: () => 0 },
};

const entities: Readonly<Record<string, ReadonlyMap<string, RollUp>>> = {
  'aws.cloudtrail': new Map<string, RollUp>([
    ['aws.principal_arn', 'action'],
    ['aws.access_key_id', 'action'],
    ['source.ip', 'action'],
    ['user.name', 'action'],
    ['aws.issued_access_key_id', 'action'],
    ['aws.bucket', 'action'],
    ['cloud.account.id', 'day'],
  ]),
  'aws.vpcflow': new Map<string, RollUp>([
    ['source.ip', 'day'],
    ['destination.ip', 'day'],
    ['cloud.account.id', 'day'],
  ]),
};

/** Columns by drawing a value a row; `planted` rows have the values given instead. */
function draw(sources: Sources, size: number, planted: ReadonlyMap<number, Readonly<Record<string, string>>>) {
  const of = Uint32Array.from({ length: size }, () => pick(callers));
  return Object.entries(sources).map(([name, { size: values, value, index, filled = 1 }]): [string, Column] => {
    const dictionary = new GrowingDictionary();
    const known = new Uint32Array(values);
    const ids = of.map((caller, row) => {
      const text = planted.get(row)?.[name];
      if (text !== undefined) return text === '' ? 0 : dictionary.put(text);
      if (filled < 1 && random() > filled) return 0;
      const at = index(caller);
      if (known[at] === 0) known[at] = dictionary.put(value(at));
      return known[at];
    });
    return [name, { kind: 'text', ids, dictionary }];
  });
}

/** Records of 300 bytes: what they hold does not matter here, that they are there does. */
function records(size: number): BytesColumn {
  const length = 300;
  const bytes = Buffer.alloc(size * (length + 4));
  const starts = Uint32Array.from({ length: size }, (_, row) => row * (length + 4) + 4);
  for (const at of starts) {
    bytes.writeUInt32LE(length, at - 4);
    bytes.write(`{"requestParameters":{"name":"n${pick(1e9)}","x":"`.padEnd(length - 3, 'abcdefgh'), at, 'latin1');
    bytes.write('"}}', at + length - 3, 'latin1');
  }
  return { kind: 'bytes', bytes, starts };
}

function batchOf(dataset: string, sources: Sources, day: number, part: Part): EventBatch {
  const { first, size, perDay } = part;
  const words = new Int32Array(size * 2);
  for (let row = 0; row < size; row++)
    setInt64(words, row, start + BigInt(day) * dayNs + (BigInt(first + row) * dayNs) / BigInt(perDay));
  const planted = dataset === 'aws.cloudtrail' && day === days - 1 && first === 0 ? incident : new Map();
  const id = `${dataset}-${day}`;
  return {
    dataset,
    mapping: '1-bench',
    rows: size,
    time: { kind: 'int64', words, present: null },
    fields: new Map(draw(sources, size, planted)),
    record: new Map(),
    objects: [{ id, name: id, bucket: 'bench', key: id, generation: 1 }],
    object: new Uint32Array(size),
    offset: Float64Array.from({ length: size }, (_, row) => (first + row) * 304),
    length: new Uint32Array(size).fill(300),
    raw: records(size),
  };
}

interface Part {
  readonly first: number;
  readonly size: number;
  readonly perDay: number;
}

const [stolen, middle, last] = [1, 2, 3].map((n) => `ASIASTOLEN0000000000${n}`);
const step = (key: string, role: number, action: string, issued: string) => ({
  'aws.access_key_id': key,
  'aws.principal_arn': `arn:aws:sts::${accountOf(role)}:assumed-role/role-${role}/attacker`,
  'aws.session_name': 'attacker',
  'user.name': `role-${role}`,
  'source.ip': '203.0.113.9',
  'event.action': action,
  'event.outcome': 'success',
  'cloud.account.id': accountOf(role),
  'aws.issued_access_key_id': issued,
});
const incident = new Map<number, Readonly<Record<string, string>>>([
  ...Array.from({ length: 60 }, (_, n) => [n * 10, step(stolen, 1, `Action${n}`, '')] as const),
  [700, step(stolen, 1, 'AssumeRole', middle)],
  [800, step(middle, 2, 'AssumeRole', last)],
  ...Array.from({ length: 60 }, (_, n) => [900 + n * 10, step(last, 3, `Action${n}`, '')] as const),
  [2000, step(last, 3, 'StopLogging', '')],
]);

const folder = mkdtempSync(join(tmpdir(), 'bench-timeline-'));
const engine = createDuckdbEngine(
  createFileStore(join(folder, 'segments')),
  {
    fieldTypes: (field) => ecsField(field)?.type,
    openRecord: openJsonRecord,
    entities: (dataset) => entities[dataset],
  },
  { memoryLimit: '1GB', threads: 2, temporaryFolder: join(folder, 'spill') },
);

async function writeDay(dataset: string, sources: Sources, day: number): Promise<readonly Segment[]> {
  const perDay = Math.floor(rows / days / 2);
  const fresh: Segment[] = [];
  for (let first = 0; first < perDay; first += batchRows) {
    const part = { first, size: Math.min(batchRows, perDay - first), perDay };
    fresh.push(...(await engine.write(`${dataset}-${day}-${first}`, batchOf(dataset, sources, day, part))));
  }
  const sortBy = entities[dataset].keys().next().value ?? '';
  const live = fresh.map((segment) => ({ ...segment, dead: [] }));
  const merged = await engine.rewrite({ id: `${dataset}-${day}-merged`, segments: live, sortBy });
  await engine.removeFiles(fresh.flatMap(({ key, entitiesKey }) => [key, entitiesKey]));
  return merged;
}

const segments: Segment[] = [];
for (let day = 0; day < days; day++) {
  segments.push(...(await writeDay('aws.cloudtrail', cloudtrail, day)));
  segments.push(...(await writeDay('aws.vpcflow', flows, day)));
}
const snapshot = { segments: segments.map((segment) => ({ ...segment, dead: [] })) };
const database = await openState(join(folder, 'state'), { write: true });

bench.fact('events', rows);
bench.fact('segments', segments.length);
const busiest = `arn:aws:sts::${accountOf(0)}:assumed-role/role-0/session-0`;
for (const [what, id] of [
  ['a stolen key: chain, timeline, baseline, gaps', stolen],
  ['the last key of the chain', last],
  ['the busiest session', busiest],
  ['an address', '203.0.113.9'],
]) {
  const ask = () => investigateActor({ engine, snapshot }, database.db, { id, range: {} });
  await bench.measure(what, async () => {
    const found = await ask();
    return found.identity === null ? 0 : found.events.length;
  });
}
bench.print();
await database.close();
await engine.close();
rmSync(folder, { recursive: true });
