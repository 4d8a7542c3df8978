import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column, ListColumn } from '../batch/column.ts';
import { int64ToBigInt, setInt64 } from '../batch/column.ts';
import { GrowingDictionary, ValueKind } from '../batch/dictionary.ts';
import type { RollUp } from '../logtype/logtype.ts';
import { accumulateEntities, type EntitySource } from './accumulate.ts';
import type { EntityTable } from './entity-table.ts';
import { mergeEntities } from './merge.ts';
import { radixSort } from './radix-sort.ts';
import { rankTexts, storedText } from './text-order.ts';

const fuzz = {
  numRuns: 1e6,
  interruptAfterTimeLimit: Number(process.env.FUZZ_SECONDS ?? 2) * 500,
  seed: Number(process.env.FUZZ_SEED ?? 1),
};
const day = '2026-11-24';

interface Event {
  readonly time: bigint;
  readonly action: string | null;
  readonly ip: string | null;
  readonly users: string[];
}

function textColumn(values: (string | null)[]): Column {
  const dictionary = new GrowingDictionary();
  const ids = Uint32Array.from(values, (value) => (value === null ? 0 : dictionary.put(value)));
  return { kind: 'text', ids, dictionary };
}

function listColumn(values: string[][], kind: ValueKind = ValueKind.text): ListColumn {
  const dictionary = new GrowingDictionary();
  const starts = [0, 0];
  const items: number[] = [];
  for (const list of values) {
    // Every second occurrence of a value has another kind, as when a vendor writes 1 and "1".
    items.push(...list.map((value, index) => dictionary.put(value, index % 2 === 0 ? ValueKind.text : kind)));
    starts.push(items.length);
  }
  const lists = { starts: Uint32Array.from(starts), items: Uint32Array.from(items), size: values.length };
  return { kind: 'list', ids: Uint32Array.from(values, (_, row) => row + 1), lists, dictionary };
}

function sourceOf(events: readonly Event[], kind?: ValueKind): EntitySource {
  const words = new Int32Array(events.length * 2);
  events.forEach((event, row) => {
    setInt64(words, row, event.time);
  });
  return {
    time: { kind: 'int64', words, present: null },
    fields: new Map<string, Column>([
      ['event.action', textColumn(events.map((event) => event.action))],
      ['source.ip', textColumn(events.map((event) => event.ip))],
      [
        'related.user',
        listColumn(
          events.map((event) => event.users),
          kind,
        ),
      ],
    ]),
  };
}

interface Row {
  value: string;
  field: string;
  action: string | null;
  first: bigint;
  last: bigint;
  count: bigint;
}

function rowsOf(table: EntityTable): Row[] {
  return Array.from({ length: table.rows }, (_, row) => ({
    value: table.value.dictionary.text(table.value.ids[row]),
    field: table.field.dictionary.text(table.field.ids[row]),
    action: table.action.ids[row] === 0 ? null : table.action.dictionary.text(table.action.ids[row]),
    first: int64ToBigInt(table.first.words, row),
    last: int64ToBigInt(table.last.words, row),
    count: int64ToBigInt(table.count.words, row),
  }));
}

/** GROUP BY, one event after the other. */
function expected(events: readonly Event[], entities: ReadonlyMap<string, RollUp>): Row[] {
  const groups = new Map<string, Row>();
  for (const event of events) {
    for (const [field, rollUp] of entities) {
      if (field === 'absent.field') continue;
      const values =
        field === 'source.ip' ? (event.ip === null ? [] : [event.ip]) : [...new Set(event.users.map(storedText))];
      for (const text of values) {
        const value = storedText(text);
        const action = rollUp === 'action' && event.action !== null ? storedText(event.action) : null;
        const key = JSON.stringify([value, field, action]);
        const row = groups.get(key) ?? { value, field, action, first: event.time, last: event.time, count: 0n };
        if (event.time < row.first) row.first = event.time;
        if (event.time > row.last) row.last = event.time;
        row.count++;
        groups.set(key, row);
      }
    }
  }
  const bytes = (a: string | null, b: string | null) =>
    a === null ? (b === null ? 0 : -1) : b === null ? 1 : Buffer.compare(Buffer.from(a), Buffer.from(b));
  return [...groups.values()].sort(
    (a, b) => bytes(a.value, b.value) || bytes(a.field, b.field) || bytes(a.action, b.action),
  );
}

const word = fc.oneof(
  fc.constantFrom('', 'a', '192.0.2.1', 'ü', '\ue000', '😀', '\ud800', '\udc00x'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const someEvents = fc.array(
  fc.record<Event>({
    time: fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: -(1n << 62n), max: 1n << 62n })),
    action: fc.option(word),
    ip: fc.option(word),
    users: fc.array(word, { maxLength: 4 }),
  }),
  { maxLength: 60 },
);
const someEntities = fc
  .record({ ip: fc.constantFrom<RollUp>('day', 'action'), user: fc.constantFrom<RollUp>('day', 'action') })
  .map(
    ({ ip, user }) =>
      new Map<string, RollUp>([
        ['source.ip', ip],
        ['related.user', user],
        ['absent.field', 'day'],
      ]),
  );
const every = (events: readonly Event[]) => Uint32Array.from(events.keys());

test('the entity index is a GROUP BY over the rows, sorted by bytes', () => {
  fc.assert(
    fc.property(someEvents, someEntities, (events, entities) => {
      const table = accumulateEntities(sourceOf(events), every(events), { entities, day });
      expect(rowsOf(table)).toEqual(expected(events, entities));
      expect([...table.day.ids].every((id) => table.day.dictionary.text(id) === day)).toBe(true);
    }),
    fuzz,
  );
});

test('only the rows asked for count, and the tables of parts merge into that of the whole', () => {
  fc.assert(
    fc.property(someEvents, someEntities, fc.integer({ min: 1, max: 4 }), (events, entities, parts) => {
      const source = sourceOf(events);
      const tables = Array.from({ length: parts }, (_, part) => {
        const rows = every(events).filter((row) => row % parts === part);
        return accumulateEntities(source, rows, { entities, day });
      });
      expect(rowsOf(mergeEntities(tables))).toEqual(expected(events, entities));
    }),
    fuzz,
  );
});

test('one text in two kinds counts once in a list', () => {
  const event = { time: 1n, action: null, ip: null, users: ['1', '1'] };
  const entities = new Map<string, RollUp>([['related.user', 'day']]);
  const table = accumulateEntities(sourceOf([event], ValueKind.number), Uint32Array.of(0), { entities, day });
  expect(rowsOf(table).map(({ value, count }) => [value, count])).toEqual([['1', 1n]]);
});

test('many values outgrow the first table', () => {
  const events = Array.from({ length: 5000 }, (_, index) => ({
    time: BigInt(index),
    action: `a${index % 3}`,
    ip: `${index % 2500}`,
    users: [],
  }));
  const entities = new Map<string, RollUp>([['source.ip', 'action']]);
  const table = accumulateEntities(sourceOf(events), every(events), { entities, day });
  expect(rowsOf(table)).toEqual(expected(events, entities));
});

test('counts beyond 32 bits merge exactly', () => {
  const entities = new Map<string, RollUp>([['source.ip', 'day']]);
  const table = accumulateEntities(sourceOf([{ time: 1n, action: null, ip: 'x', users: [] }]), Uint32Array.of(0), {
    entities,
    day,
  });
  const many = { ...table, count: { ...table.count, words: Int32Array.of(-1, 0) } };
  expect(rowsOf(mergeEntities([many, many]))[0].count).toBe(2n * 0xffffffffn);
});

test('many texts sort as their UTF-8 bytes, whatever they begin with', () => {
  const address = fc.ipV4();
  const narrow = fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'ÿ'), maxLength: 20 });
  const text = fc.oneof(
    address,
    narrow,
    fc.tuple(fc.constantFrom('arn:aws:sts::111122223333:', '198.51.100.100.'), narrow).map((parts) => parts.join('')),
  );
  const wide = fc.option(fc.constantFrom('Ā', '\uffff', '😀'), { nil: undefined });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 300 }), wide, (some, other) => {
      const texts = [...some, ...(other === undefined ? [] : [other])];
      while (texts.length < 2000) texts.push(...texts);
      const sorted = [...new Set(texts)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      const ranked = rankTexts(texts);
      expect(ranked.sorted).toEqual(sorted);
      expect(texts.every((one, index) => sorted[ranked.ranks[index]] === one)).toBe(true);
    }),
    { ...fuzz, interruptAfterTimeLimit: fuzz.interruptAfterTimeLimit / 2 },
  );
});

test('texts sort as their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.array(word.map(storedText)), (texts) => {
      const sorted = [...new Set(texts)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      const ranked = rankTexts(texts);
      expect(ranked.sorted).toEqual(sorted);
      expect([...ranked.ranks].map((rank) => ranked.sorted[rank])).toEqual(texts);
    }),
    fuzz,
  );
});

test('radix sort is stable and sorts by all 32 bits', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 0xffffffff }))), (keys) => {
      const order = Uint32Array.from(keys.keys());
      radixSort(order, Uint32Array.from(keys), new Uint32Array(keys.length));
      const sorted = [...keys.keys()].sort((a, b) => keys[a] - keys[b] || a - b);
      expect([...order]).toEqual(sorted);
    }),
    fuzz,
  );
});
