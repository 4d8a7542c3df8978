import fc from 'fast-check';
import { type Column, type ListColumn, setInt64 } from '../../../core/batch/column.ts';
import { GrowingDictionary } from '../../../core/batch/dictionary.ts';
import type { EventBatch, ObjectRef } from '../../../core/batch/event-batch.ts';
import type { EcsType } from '../../../core/ecs/ecs.ts';
import type { RollUp } from '../../../core/logtype/logtype.ts';
import type { EngineOptions } from '../../engine-options.ts';

export const day = 86_400_000_000_000n;
export const start = 1_795_478_400_000_000_000n;

const types: Readonly<Record<string, EcsType>> = { 'file.created': 'date', 'http.response.status_code': 'long' };
const entities = new Map<string, RollUp>([
  ['source.ip', 'action'],
  ['related.user', 'day'],
]);
export const options: EngineOptions = {
  fieldTypes: (field) => types[field],
  openRecord: () => {
    throw new Error('no query here looks into records');
  },
  entities: (dataset) => (dataset === 'empty.dataset' ? new Map() : entities),
};

export interface Event {
  readonly time: bigint;
  readonly object: number;
  readonly offset: number;
  readonly action: string | null;
  readonly ip: string | null;
  readonly users: readonly string[];
  readonly status: bigint | null;
  readonly created: bigint | null;
  readonly flag: boolean | null;
  readonly ratio: number | null;
  readonly raw: string;
}

export function textColumn(values: readonly (string | null)[]): Column {
  const dictionary = new GrowingDictionary();
  const ids = Uint32Array.from(values, (value) => (value === null ? 0 : dictionary.put(value)));
  return { kind: 'text', ids, dictionary };
}

export function listColumn(values: readonly (readonly string[])[]): ListColumn {
  const dictionary = new GrowingDictionary();
  const starts = [0, 0];
  const items: number[] = [];
  const ids = values.map((list) => {
    if (list.length === 0) return 0;
    items.push(...list.map((value) => dictionary.put(value)));
    return starts.push(items.length) - 2;
  });
  const lists = { starts: Uint32Array.from(starts), items: Uint32Array.from(items), size: starts.length - 2 };
  return { kind: 'list', ids: Uint32Array.from(ids), lists, dictionary };
}

export function int64Column(values: readonly (bigint | null)[]): Column {
  const words = new Int32Array(values.length * 2);
  values.forEach((value, row) => {
    setInt64(words, row, value ?? 0n);
  });
  return { kind: 'int64', words, present: Uint8Array.from(values, (value) => (value === null ? 0 : 1)) };
}

const objects = (generation: number): ObjectRef[] =>
  Array.from({ length: 3 }, (_, index) => ({
    id: `${index}`.repeat(24),
    name: `object ${index}`,
    bucket: 'logs',
    key: `${index}`,
    generation,
  }));

export function batchOf(events: readonly Event[], generation: number, dataset = 'acme.web'): EventBatch {
  const raw = events.map((event) => Buffer.from(event.raw));
  const bytes = Buffer.alloc(raw.reduce((sum, record) => sum + 4 + record.length, 0));
  const starts = new Uint32Array(raw.length);
  let at = 0;
  raw.forEach((record, row) => {
    bytes.writeUInt32LE(record.length, at);
    record.copy(bytes, at + 4);
    starts[row] = at + 4;
    at += 4 + record.length;
  });
  return {
    dataset,
    mapping: '1-test',
    rows: events.length,
    time: { ...int64Column(events.map((event) => event.time)), present: null } as EventBatch['time'],
    fields: new Map<string, Column>([
      ['event.action', textColumn(events.map((event) => event.action))],
      ['source.ip', textColumn(events.map((event) => event.ip))],
      ['related.user', listColumn(events.map((event) => event.users))],
      ['http.response.status_code', int64Column(events.map((event) => event.status))],
      ['file.created', int64Column(events.map((event) => event.created))],
      [
        'acme.flag',
        { kind: 'boolean', values: Uint8Array.from(events, ({ flag }) => (flag === null ? 0 : flag ? 2 : 1)) },
      ],
      [
        'acme.ratio',
        {
          kind: 'double',
          values: Float64Array.from(events, ({ ratio }) => ratio ?? 0),
          present: Uint8Array.from(events, ({ ratio }) => (ratio === null ? 0 : 1)),
        },
      ],
    ]),
    record: new Map(),
    objects: objects(generation),
    object: Uint32Array.from(events, (event) => event.object),
    offset: Float64Array.from(events, (event) => event.offset),
    length: Uint32Array.from(raw, (record) => record.length),
    raw: { kind: 'bytes', bytes: new Uint8Array(bytes), starts },
  };
}

const word = fc.oneof(
  fc.constantFrom('', 'GetObject', '192.0.2.1', '198.51.100.7', 'mira', 'ü', '😀'),
  fc.string({ maxLength: 4 }),
);
const event = fc.record<Omit<Event, 'offset'>>({
  time: fc
    .tuple(
      fc.bigInt({ min: 0n, max: 2n }),
      fc.oneof(fc.bigInt({ min: 0n, max: 3n }), fc.bigInt({ min: 0n, max: day - 1n })),
    )
    .map(([days, ns]) => start + days * day + ns),
  object: fc.nat(2),
  action: fc.option(word),
  ip: fc.option(word),
  users: fc.uniqueArray(word, { maxLength: 3 }),
  status: fc.option(fc.bigInt({ min: -5n, max: 600n })),
  created: fc.option(fc.bigInt({ min: start, max: start + day })),
  flag: fc.option(fc.boolean()),
  ratio: fc.option(fc.double({ noNaN: true })),
  raw: fc.string({ unit: 'grapheme', maxLength: 30 }),
});
/** Offsets tell the rows of an object apart, beyond 32 bits too. */
export const events = (most: number) =>
  fc
    .array(event, { maxLength: most })
    .map((all) => all.map((one, index): Event => ({ ...one, offset: index * 3_000_000_000 })));

/** An event to vary. */
export const line = (over: Partial<Event> = {}): Event => ({
  time: start,
  object: 0,
  offset: 0,
  action: null,
  ip: '192.0.2.1',
  users: [],
  status: null,
  created: null,
  flag: null,
  ratio: null,
  raw: '192.0.2.1 - - "GET / HTTP/1.1" 200',
  ...over,
});
