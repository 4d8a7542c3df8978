import { describe, expect, test } from 'vitest';
import { type CreateReaderOptions, createReader } from './create-reader.ts';
import { parsePath } from './path.ts';
import { type PlainBatch, plainBatch } from './plain-batch.ts';
import type { RecordReader, ResumePoint, WantedPath } from './reader.ts';

const encoder = new TextEncoder();

function want(...names: string[]): WantedPath[] {
  return names.map((name) => {
    const parsed = parsePath(name.replace('$parent', ''));
    if (!parsed.ok) throw new Error(parsed.mistake.message);
    return { name, steps: parsed.steps };
  });
}

function create(path: string, options: Partial<CreateReaderOptions> = {}): RecordReader {
  const [each] = want(path);
  const wanted = want('.n', '.id', '$parent.id', '$parent.tags');
  return createReader({ kind: 'json' }, wanted, { seed: 1n, maxRecordBytes: 4000, mapping: { each }, ...options });
}

/** Raw text of the row, the text at its offset, and its values. */
type Row = readonly [raw: string, at: string, values: Readonly<Record<string, string>>];

interface Case {
  readonly path: string;
  readonly text: string;
  readonly rows: readonly Row[];
  readonly rejects?: readonly string[];
}

const two = '{"id":"é","tags":["x","y"],"events":[{"n":1}, {"n":2}]}';
const parent = { '$parent.id': 'é', '$parent.tags': 'x,y' };

const cases: Readonly<Record<string, Case>> = {
  'every element is a row': {
    path: '.events.*',
    text: `{"Records":[${two},{"id":2,"events":[{"n":3,"id":"own"}]}]}`,
    rows: [
      [two, '{"n":1}', { '.n': '1', ...parent }],
      [two, '{"n":2}', { '.n': '2', ...parent }],
      ['{"id":2,"events":[{"n":3,"id":"own"}]}', '{"n":3,"id"', { '.n': '3', '.id': 'own', '$parent.id': '2' }],
    ],
  },
  'a record without elements is its own row': {
    path: '.events.*',
    text: '{"id":1}\n{"id":2,"events":[]}\n{"id":3,"events":null}\n{"id":4,"events":{}}',
    rows: [
      ['{"id":1}', '{"id":1', { '.id': '1', '$parent.id': '1' }],
      ['{"id":2,"events":[]}', '{"id":2', { '.id': '2', '$parent.id': '2' }],
      ['{"id":3,"events":null}', '{"id":3', { '.id': '3', '$parent.id': '3' }],
      ['{"id":4,"events":{}}', '{"id":4', { '.id': '4', '$parent.id': '4' }],
    ],
  },
  'elements of lists in lists, members of objects, one object for a list': {
    path: '.a.*.b',
    text: '{"a":[{"b":[{"n":1},{"n":2}]},{"b":{"n":3}}]}{"a":{"x":{"b":{"n":4}}}}',
    rows: [
      ['{"a":[{"b":[{"n":1},{"n":2}]},{"b":{"n":3}}]}', '{"n":1}', { '.n': '1' }],
      ['{"a":[{"b":[{"n":1},{"n":2}]},{"b":{"n":3}}]}', '{"n":2}', { '.n': '2' }],
      ['{"a":[{"b":[{"n":1},{"n":2}]},{"b":{"n":3}}]}', '{"n":3}', { '.n': '3' }],
      ['{"a":{"x":{"b":{"n":4}}}}', '{"n":4}', { '.n': '4' }],
    ],
  },
  'an element that looks like an envelope': {
    path: '.events',
    text: '{"events":[{"Records":[{"n":1}]}]}',
    rows: [['{"events":[{"Records":[{"n":1}]}]}', '{"Records"', {}]],
  },
  'elements that are no objects, and broken records': {
    path: '.events.*',
    text: '{"id":1,"events":[7,{"n":1},null]}\n{"id":tru}\n{"events":[{"n":2}]}\n{"events":[',
    rows: [
      ['{"id":1,"events":[7,{"n":1},null]}', '{"n":1}', { '.n': '1', '$parent.id': '1' }],
      ['{"events":[{"n":2}]}', '{"n":2}', { '.n': '2' }],
    ],
    rejects: ['JSON_NOT_OBJECT 7', 'JSON_SYNTAX {"id":tru}', 'RECORD_TRUNCATED {"events":['],
  },
};

function readAll(reader: RecordReader, bytes: Uint8Array, chunk: number, resume?: ResumePoint): PlainBatch {
  reader.begin(7, resume);
  for (let at = resume?.offset ?? 0; at < bytes.length; at += chunk) reader.push(bytes.slice(at, at + chunk));
  reader.end();
  return plainBatch(reader.take());
}

function valuesOf(values: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  const all = Object.entries(values).filter(([, list]) => list.length > 0);
  return Object.fromEntries(all.map(([name, list]) => [name, list.map((value) => value.replace(/^\d:/, '')).join()]));
}

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString();

describe.each(Object.entries(cases))('%s', (_, { path, text, rows, rejects = [] }) => {
  const bytes = encoder.encode(text);
  const whole = readAll(create(path), bytes, bytes.length);

  test('gives a row for each', () => {
    const at = (offset: number, length: number) => Buffer.from(bytes.subarray(offset)).toString().slice(0, length);
    const found = whole.rows.map(({ raw, offset, values }, index) => [
      utf8(raw),
      at(offset, rows[index]?.[1].length ?? 10),
      valuesOf(values),
    ]);
    expect(found).toEqual(rows);
    expect(whole.rejects.map((reject) => reject.replace(/ \d+:\d+\+\d+/, ''))).toEqual(rejects);
  });

  test.each([1, 2, 3, 5, 16])('gives the same in chunks of %d', (chunk) => {
    expect(readAll(create(path), bytes, chunk)).toEqual(whole);
  });

  test('reads on from wherever it stopped', () => {
    const first = create(path);
    first.begin(7);
    const seen: PlainBatch[] = [];
    const plain = (batches: readonly PlainBatch[]) =>
      batches.flatMap((batch) => batch.rows.map((row) => ({ ...row, values: valuesOf(row.values) })));
    for (let at = 0; at < bytes.length; at += 5) {
      first.push(bytes.slice(at, at + 5));
      seen.push(plainBatch(first.take()));
      const all = [...seen, readAll(create(path), bytes, 11, first.resume)];
      expect(plain(all)).toEqual(plain([whole]));
      expect(all.flatMap((batch) => batch.rejects)).toEqual(whole.rejects);
    }
  });

  test('counts the rows and bytes it holds', () => {
    const reader = create(path);
    reader.begin(0);
    reader.push(bytes);
    reader.end();
    expect(reader.rows).toBe(whole.rows.length);
    expect(reader.rawBytes).toBe(whole.rows.reduce((sum, { raw }) => sum + raw.length, 0));
    reader.take();
    reader.reset();
    expect(readAll(reader, bytes, 50)).toEqual(whole);
  });
});

test('a record with so many elements that its copies would fill the memory leaves each its own text', () => {
  const events = Array.from({ length: 40 }, (_, n) => ({ n, text: 'x'.repeat(60) }));
  const { rows } = readAll(create('.events.*'), encoder.encode(JSON.stringify({ id: 1, events })), 1000);
  expect(rows.map(({ raw }) => raw)).toEqual(events.map((event) => JSON.stringify(event)));
  expect(rows.map(({ values }) => valuesOf(values)['$parent.id'])).toEqual(events.map(() => '1'));
});

test('elements of records in envelopes', () => {
  const detail = { id: 1, events: [{ n: 1 }, { n: 2 }] };
  const text = JSON.stringify({ 'detail-type': 'x', source: 'y', account: '111122223333', detail });
  const reader = create('.events.*', { wrappers: ['eventbridge'], facts: ['$eventbridge.account'] });
  const { rows } = readAll(reader, encoder.encode(text), 9);
  const around = { '$parent.id': '1', '$eventbridge.account': '111122223333' };
  expect(rows.map(({ raw, offset, values }) => [raw, offset, valuesOf(values)])).toEqual([
    [JSON.stringify(detail), text.indexOf('{"n":1}'), { '.n': '1', ...around }],
    [JSON.stringify(detail), text.indexOf('{"n":2}'), { '.n': '2', ...around }],
  ]);
});

test('each is for JSON', () => {
  const mapping = { each: want('.a')[0] };
  expect(() => createReader({ kind: 'lines' }, [], { seed: 1n, mapping })).toThrow('each takes JSON records apart');
});
