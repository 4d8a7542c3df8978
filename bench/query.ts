import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EcsType } from '../src/core/ecs/ecs.ts';
import type { Query } from '../src/core/query/ast.ts';
import { parseKql } from '../src/core/query/kql/parse-kql.ts';
import { batchOf, type SampleEvent } from '../src/engines/contract/batch-of.ts';
import { openJsonRecord } from '../src/engines/contract/json-record.ts';
import { createDuckdbEngine } from '../src/engines/duckdb/engine.ts';
import type { FieldKind, Segment, Snapshot } from '../src/engines/engine.ts';
import { createFileStore } from '../src/segments/file-store.ts';
import { BenchPart } from './bench-part.ts';

/** What questions cost over 30 days of segments: fresh as written, and merged by the access key as compaction leaves them. */
const part = new BenchPart('Questions');
const { events: rows } = part.options;
const days = 30;
const start = 1_795_478_400_000_000_000n;
const dayNs = 86_400_000_000_000n;

const types: Readonly<Record<string, EcsType>> = {
  '@timestamp': 'date',
  'event.original': 'keyword',
  'event.id': 'keyword',
  'event.action': 'keyword',
  'event.outcome': 'keyword',
  'user.name': 'keyword',
  'source.ip': 'ip',
  'related.ip': 'ip',
  'destination.port': 'long',
  'vendor.access_key': 'keyword',
};
const kinds: Readonly<Record<string, FieldKind>> = {
  'event.id': 'text',
  'event.action': 'text',
  'event.outcome': 'text',
  'user.name': 'text',
  'source.ip': 'text',
  'related.ip': 'list',
  'destination.port': 'int64',
  'vendor.access_key': 'text',
};
const fields = { types: (field: string) => types[field], names: Object.keys(types) };

let state = 1;
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 4294967296;
}
const pick = (count: number) => Math.floor(random() ** 3 * count);
const hex = () =>
  Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');

function sample(day: number, i: number, perDay: number): SampleEvent {
  const ip = `198.51.${pick(100)}.${pick(250)}`;
  const [key, user, action, id] = [
    `AKIA${String(pick(20_000)).padStart(8, '0')}`,
    `user-${pick(2000)}`,
    `Action${pick(400)}`,
    hex() + hex(),
  ];
  const filler = Array.from({ length: 60 }, hex).join('');
  return {
    offset: i * 700,
    time: start + BigInt(day) * dayNs + (BigInt(i) * dayNs) / BigInt(perDay),
    raw: JSON.stringify({
      eventID: id,
      eventName: action,
      sourceIPAddress: ip,
      accessKeyId: key,
      user,
      requestParameters: { filler, mode: pick(50) },
    }),
    fields: {
      'event.id': id,
      'event.action': action,
      'event.outcome': random() < 0.05 ? 'failure' : 'success',
      'user.name': user,
      'source.ip': ip,
      'related.ip': [ip],
      'destination.port': BigInt(pick(65_536)),
      'vendor.access_key': key,
    },
  };
}

const folder = mkdtempSync(join(tmpdir(), 'bench-query-'));
const engine = createDuckdbEngine(
  createFileStore(join(folder, 'segments')),
  { fieldTypes: fields.types, openRecord: openJsonRecord, entities: () => new Map([['vendor.access_key', 'day']]) },
  { memoryLimit: '1GB', threads: 1, temporaryFolder: join(folder, 'spill') },
);

function parse(text: string): Query {
  const { value, problems } = parseKql(text, { fields, now: start });
  if (value === undefined) throw new Error(problems[0].message);
  return value;
}

async function page(text: string, snapshot: Snapshot, wanted?: readonly string[], limit = 100): Promise<number> {
  let found = 0;
  for await (const _ of engine.search(parse(text), snapshot, { limit, ...(wanted && { fields: wanted }) })) found++;
  return found;
}

async function measureAll(title: string, segments: readonly Segment[]): Promise<void> {
  const snapshot = { segments: segments.map((segment) => ({ ...segment, dead: [] })) };
  const count = (text: string) => engine.count(parse(text), snapshot, {});
  const columns = ['event.id', 'event.action', 'user.name', 'source.ip'];
  const measure = (name: string, run: () => Promise<number>) => part.measure(`${title}: ${name}`, run);
  await measure('count by key', () => count('vendor.access_key: AKIA00000777'));
  await measure('count by key, cased', () => count('vendor.access_key: cased(AKIA00000777)'));
  await measure('count by address', () => count('source.ip: 198.51.7.7'));
  await measure('count by network', () => count('source.ip: 198.51.64.0/19'));
  await measure('count by address in a list', () => count('related.ip: 198.51.7.7'));
  await measure('first page of all, 4 fields', () => page('*', snapshot, columns));
  await measure('first page of all, with raw', () => page('*', snapshot));
  await measure('a key that is not there', () => count('vendor.access_key: cased(AKIA99999999)'));
  await measure('all of a key, with raw', () =>
    page('vendor.access_key: cased(AKIA00000777)', snapshot, undefined, 1e6),
  );
  await measure('substring of raw', () => count('"filler\\":\\"ab"'));
  await measure('word with letters in raw', () => count('action399'));
  await measure('first page of a vendor path', () => page('record.eventName: Action1', snapshot));
  await measure('first page of a vendor number', () => page('record.requestParameters.mode >= 25', snapshot));
  await measure('first page of an expression', () => page('regex("Action39[0-9]\\"" i)', snapshot));
  await measure('first page of words not there', () => page('not "action1" and not record.user: user-1', snapshot));
  await measure('vendor path', () => count('record.eventName: Action399'));
  await measure(
    'top 10 actions',
    async () => (await engine.aggregate(parse('*'), snapshot, { by: ['event.action'], limit: 10 })).length,
  );
  await measure('top 10 keys with failures', async () => {
    const options = { by: ['vendor.access_key'], limit: 10 };
    return (await engine.aggregate(parse('event.outcome: failure'), snapshot, options)).length;
  });
}

const fresh: Segment[] = [];
const merged: Segment[] = [];
for (let day = 0; day < days; day++) {
  const perDay = Math.floor(rows / days);
  const events = Array.from({ length: perDay }, (_, i) => sample(day, i, perDay));
  const segments = await engine.write(`day-${day}`, batchOf(events, kinds));
  fresh.push(...segments);
  const live = segments.map((segment) => ({ ...segment, dead: [] }));
  merged.push(...(await engine.rewrite({ id: `merged-${day}`, segments: live, sortBy: 'vendor.access_key' })));
}
part.fact('events', rows);
part.fact('days', days);
await measureAll('as written', fresh);
await measureAll('merged', merged);
part.print();
await engine.close();
rmSync(folder, { recursive: true });
