import { describe, expect, test } from 'vitest';
import type { Codec } from '../logtype/logtype.ts';
import { createReader, type RecordShape } from './create-reader.ts';
import { parsePath } from './path.ts';
import { plainBatch } from './plain-batch.ts';
import { recordValues } from './record-values.ts';

const encoder = new TextEncoder();

interface Case {
  readonly name: string;
  readonly codec: Codec;
  readonly mapping?: RecordShape;
  readonly record: string;
  readonly fields: readonly string[];
  readonly keywords: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'json',
    codec: { kind: 'json' },
    record: '{"a":{"b":[1.0,"x"]},"c.d":true,"e":null,"f":"\\u0041","g":{"h":[]}}',
    fields: ['a', 'a.b', 'c.d', 'e', 'f', 'g.h', 'nothing', 'a.b.0'],
    keywords: ['1.0', 'x', 'true', 'A'],
  },
  {
    name: 'columns',
    codec: { kind: 'columns', split: 'csv', header: 'none' },
    mapping: { columns: ['a', '_', 'b'] },
    record: '1,2,"x ""y""",rest,z',
    fields: ['a', '_', 'b', 'more', 'nothing'],
    keywords: ['rest,z', '1', 'x "y"'],
  },
  {
    name: 'columns by case',
    codec: { kind: 'columns', split: 'tab', header: 'none' },
    mapping: { columns: ['kind'], columnCases: { by: 0, cases: new Map([['T', ['x', 'y']]]) } },
    record: 'T\t1',
    fields: ['kind', 'x', 'y', 'more'],
    keywords: ['T', '1'],
  },
  {
    name: 'lines',
    codec: { kind: 'lines' },
    mapping: { lines: { split: (line) => new Map([['first.word', line.split(' ')[0]]]) } },
    record: 'one two',
    fields: ['first.word', 'first', 'nothing'],
    keywords: ['one'],
  },
];

describe.each(cases)('$name', ({ codec, mapping, record, fields, keywords }) => {
  const access = recordValues(codec, mapping)(encoder.encode(record));

  test('gives what the reader gives', () => {
    const wanted = fields.map((field) => {
      const parsed = parsePath(`.${field}`);
      return { name: field, steps: parsed.ok ? parsed.steps : [] };
    });
    const reader = createReader(codec, wanted, { seed: 1n, ...(mapping ? { mapping } : {}) });
    reader.begin(0);
    reader.push(encoder.encode(`${record}\n`));
    reader.end();
    const [{ values }] = plainBatch(reader.take()).rows;
    const opened = fields.map((field) => [
      field,
      access.values(`record.${field}`).map(({ kind, text }) => `${kind}:${text}`),
    ]);
    expect(Object.fromEntries(opened)).toEqual(values);
  });

  test('has the text and every value for keywords', () => {
    expect([...access.keywords()]).toEqual([record, ...keywords]);
  });
});

test('bytes that are no record have no values, but their text', () => {
  const access = recordValues({ kind: 'json' })(encoder.encode('{"a":'));
  expect(access.values('record.a')).toEqual([]);
  expect([...access.keywords()]).toEqual(['{"a":']);
});

test('a field that is no path has no values', () => {
  expect(recordValues({ kind: 'json' })(encoder.encode('{"a":1}')).values('record.a..b')).toEqual([]);
});
