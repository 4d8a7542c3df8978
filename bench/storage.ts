import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Column } from '../src/core/batch/column.ts';
import { type Dictionary, GrowingDictionary, ValueKind } from '../src/core/batch/dictionary.ts';
import type { EventBatch } from '../src/core/batch/event-batch.ts';
import type { RollUp } from '../src/core/logtype/logtype.ts';
import { createSegmentStorage } from '../src/engines/duckdb/create-segment-storage.ts';
import { open } from '../src/engines/duckdb/open.ts';
import { rewrite } from '../src/engines/duckdb/rewrite.ts';
import { sightings } from '../src/engines/duckdb/sightings.ts';
import { write } from '../src/engines/duckdb/write.ts';
import type { LiveSegment, Segment } from '../src/engines/engine.ts';
import { createFileStore } from '../src/segments/file-store.ts';
import { BenchPart } from './bench-part.ts';

/**
 * What storing costs for records like CloudTrail's: 60 columns, 1.2 kB of JSON. The records are drawn from a seeded
 * generator, so that two runs store the same bytes.
 */
const part = new BenchPart('Storage');
const rows = 58_000;
const batches = 4;
const start = 1_795_478_400_000_000_000n;
const entities = new Map<string, RollUp>([
  ['aws.cloudtrail.user_identity.access_key_id', 'action'],
  ['source.ip', 'action'],
  ['user.name', 'action'],
  ['aws.cloudtrail.user_identity.arn', 'day'],
]);

let state = 1;
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 4294967296;
}
const pick = (count: number) => Math.floor(random() ** 3 * count);
const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');

interface Source {
  readonly name: string;
  readonly values: readonly string[];
  /** Share of rows that have a value. */
  readonly filled: number;
}

const values = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index));
const sources: Source[] = [
  {
    name: 'event.action',
    values: values(400, (i) => `${['Get', 'List', 'Describe', 'Put'][i % 4]}Thing${i}`),
    filled: 1,
  },
  { name: 'event.provider', values: values(60, (i) => `service${i}.amazonaws.com`), filled: 1 },
  { name: 'source.ip', values: values(15_000, (i) => `198.51.${i % 256}.${(i * 7) % 256}:${i}`), filled: 0.9 },
  { name: 'user.name', values: values(2_000, (i) => `user-${i}`), filled: 0.4 },
  {
    name: 'aws.cloudtrail.user_identity.arn',
    values: values(3_000, (i) => `arn:aws:sts::111122223333:assumed-role/role-${i % 300}/session-${i}`),
    filled: 0.9,
  },
  {
    name: 'aws.cloudtrail.user_identity.access_key_id',
    values: values(5_000, () => `ASIA${hex(16).toUpperCase()}`),
    filled: 0.9,
  },
  {
    name: 'user_agent.original',
    values: values(800, (i) => `aws-sdk-go/1.${i} (go1.21; linux; amd64) exec-env/AWS_Lambda`),
    filled: 1,
  },
  ...values(40, (i) => `field.number_${i}`).map((name, i) => ({
    name,
    values: values(3 + i * i, (v) => `${name}-value-${v}`),
    filled: i % 3 === 0 ? 0.9 : 0.15,
  })),
];

/**
 * Each row belongs to one of 3,000 callers, and most of what a record says follows from its caller and action, as it
 * does in real logs; columns drawn independently of each other would pack far worse.
 */
function draw({ values: of, filled }: Source, index: number, callers: Uint32Array): { column: Column } {
  const dictionary = new GrowingDictionary();
  const ids = callers.map((caller) => {
    const mixed = (Math.imul(caller + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
    if ((mixed >>> 8) % 1000 >= filled * 1000) return 0;
    return dictionary.put(of[random() < 0.9 ? mixed % of.length : pick(of.length)]);
  });
  return { column: { kind: 'text', ids, dictionary } };
}

function uniqueColumn(): { column: Column; texts: string[] } {
  const texts = ['', ...values(rows, () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`)];
  const dictionary: Dictionary = { size: rows, unique: true, text: (id) => texts[id], kind: () => ValueKind.text };
  return { column: { kind: 'text', ids: Uint32Array.from({ length: rows }, (_, row) => row + 1), dictionary }, texts };
}

function makeBatch(index: number): EventBatch {
  const callers = Uint32Array.from({ length: rows }, () => pick(3_000));
  const drawn = sources.map((source, at) => ({ source, ...draw(source, at, callers) }));
  const [eventId, requestId] = [uniqueColumn(), uniqueColumn()];
  const words = new Int32Array(rows * 2);
  const times = new BigInt64Array(words.buffer);
  const parts: Buffer[] = [];
  const starts = new Uint32Array(rows);
  const offset = new Float64Array(rows);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    times[row] = start + BigInt(index) * 3_600_000_000_000n + BigInt(Math.floor((row * 3600) / rows)) * 1_000_000_000n;
    const record = drawn.flatMap(({ source, column }) => {
      const text = column.kind === 'text' && column.ids[row] !== 0 ? column.dictionary.text(column.ids[row]) : null;
      return text === null ? [] : [`"${source.name.replaceAll('.', '')}":"${text}"`];
    });
    const json = Buffer.from(
      `{"eventVersion":"1.09",${record.join(',')},"eventID":"${eventId.texts[row + 1]}","requestID":"${requestId.texts[row + 1]}","time":"${times[row]}"}`,
    );
    const length = Buffer.alloc(4);
    length.writeUInt32LE(json.length);
    parts.push(length, json);
    starts[row] = at + 4;
    offset[row] = at;
    at += 4 + json.length;
  }
  const fields = new Map<string, Column>(drawn.map(({ source, column }) => [source.name, column]));
  fields.set('event.id', eventId.column);
  fields.set('aws.cloudtrail.request_id', requestId.column);
  const ips = fields.get('source.ip');
  if (ips?.kind === 'text') {
    const size = ips.dictionary.size;
    const lists = {
      starts: Uint32Array.from({ length: size + 2 }, (_, list) => Math.max(0, list - 1)),
      items: Uint32Array.from({ length: size }, (_, i) => i + 1),
      size,
    };
    fields.set('related.ip', { kind: 'list', ids: ips.ids, dictionary: ips.dictionary, lists });
  }
  const perObject = 1000;
  return {
    dataset: 'aws.cloudtrail',
    mapping: '1-bench',
    rows,
    time: { kind: 'int64', words, present: null },
    fields,
    record: new Map(),
    objects: values(Math.ceil(rows / perObject), () => hex(24)).map((id) => ({
      id,
      name: id,
      bucket: 'b',
      key: id,
      generation: 1,
    })),
    object: Uint32Array.from({ length: rows }, (_, row) => Math.floor(row / perObject)),
    offset,
    length: new Uint32Array(rows),
    raw: { kind: 'bytes', bytes: new Uint8Array(Buffer.concat(parts)), starts },
  };
}

const folder = mkdtempSync(join(tmpdir(), 'kushi-bench-'));
const store = createFileStore(folder);
const storage = createSegmentStorage(store, { fieldTypes: () => undefined, entities: () => entities });

const sizeOf = (keys: readonly string[]) => keys.reduce((sum, key) => sum + statSync(store.localPath(key)).size, 0);

function report(name: string, segments: readonly Segment[], rawBytes: number): void {
  const count = segments.reduce((sum, segment) => sum + segment.rows, 0);
  const events = sizeOf(segments.map(({ key }) => key));
  const sidecars = sizeOf(segments.map(({ entitiesKey }) => entitiesKey));
  part.fact(`${name}, bytes a record`, (events / count).toFixed(1));
  part.fact(`${name}, % of the text`, ((events / rawBytes) * 100).toFixed(1));
  part.fact(`${name}, bytes of entity index a record`, (sidecars / count).toFixed(1));
}

const perRecord = { unit: 'µs a record', count: rows };
const segments: Segment[] = [];
const stored: { object: string; offset: number }[] = [];
let rawBytes = 0;
for (let index = 0; index < batches; index++) {
  const batch = makeBatch(index);
  if (index === 0) {
    let round = 0;
    const again = async () => void (await write(storage, `again-${round++}`, batch));
    await part.measure('write', again, perRecord);
    // A yardstick for a busy machine: no writer can be cheaper than packing the raw records.
    await part.measure('packing its raw records alone', async () => pack(batch.raw.bytes), perRecord);
  }
  segments.push(...(await write(storage, `fresh-${index}`, batch)));
  rawBytes += batch.raw.bytes.length;
  for (let event = 0; event < 200; event++) {
    const row = Math.floor(random() * rows);
    stored.push({ object: batch.objects[batch.object[row]].id, offset: batch.offset[row] });
  }
}
report('fresh', segments, rawBytes);
const live = (of: readonly Segment[]): LiveSegment[] => of.map((segment) => ({ ...segment, dead: [] }));
const [sortBy] = entities.keys();
let rewritten: readonly Segment[] = [];
let rewrites = 0;
await part.measure(
  'rewrite',
  async () => {
    rewritten = await rewrite(storage, { id: `rewritten-${rewrites++}`, segments: live(segments), sortBy });
    return undefined;
  },
  { unit: 'µs a record', count: rows * batches },
);
report('rewritten', rewritten, rawBytes);

for (const [name, of] of [
  ['fresh', segments],
  ['rewritten', rewritten],
] as const) {
  const snapshot = { segments: live(of) };
  const identities = stored.filter((_, index) => index % (10 * batches) === 0);
  await part.measure(
    `open an event, ${name}`,
    async () => {
      for (const identity of identities) {
        if ((await open(storage, identity, snapshot)) === null) throw new Error('an event did not open');
      }
      return undefined;
    },
    { count: identities.length },
  );
  await part.measure(
    `sightings of a value, ${name}`,
    async () => {
      for (let user = 0; user < 100; user++) await sightings(storage, { values: [`user-${user}`] }, snapshot);
      return undefined;
    },
    { count: 100 },
  );
}
part.print();
rmSync(folder, { recursive: true });

function pack(bytes: Uint8Array): undefined {
  for (let at = 0; at < bytes.length; at += 1 << 19) storage.fresh.compress(bytes.subarray(at, at + (1 << 19)));
}
