import { describe, expect, test } from 'vitest';
import type { EventBatch } from '../batch/event-batch.ts';
import type { Query, TextTest } from '../query/ast.ts';
import type { FieldTypes } from '../query/field-types.ts';
import { createDetector } from './create-detector.ts';
import { createBatchMaker, rawColumn } from './test-batch.ts';

const dataset = 'test.events';

const fieldTypes: FieldTypes = () => 'keyword';
function rulesOf(queries: readonly Query[]) {
  return queries.map((query) => ({ queries: new Map([[dataset, query]]) }));
}

const is = (field: string, value: string): Query => ({
  kind: 'test',
  field,
  test: { op: 'equals', value, cased: false },
});

const text = (op: 'contains' | 'startswith' | 'endswith', value: string): Query => ({
  kind: 'test',
  field: 'user.name',
  test: { op, value, cased: false },
});

const keyword = (test: TextTest): Query => ({ kind: 'keyword', test });

describe('detector', () => {
  test.each<[string, Query, readonly string[], readonly number[]]>([
    ['equal text, letter case aside', is('user.name', 'ALICE'), ['alice', 'bob', 'Alice'], [0, 2]],
    ['a beginning', text('startswith', 'al'), ['alice', 'mal', 'al'], [0, 2]],
    ['an end', text('endswith', 'al'), ['alice', 'mal', 'al'], [1, 2]],
    ['a part, also where it overlaps others', text('contains', 'aba'), ['xababa', 'ab', 'ABA'], [0, 2]],
    ['the empty part in every value', text('contains', ''), ['', 'x'], [0, 1]],
    ['not, on rows that nothing hits', { kind: 'not', of: is('user.name', 'bob') }, ['alice', 'bob'], [0]],
    ['every row', { kind: 'all' }, ['a', 'b'], [0, 1]],
    ['no row', { kind: 'none' }, ['a', 'b'], []],
  ])('finds %s', (_, query, names, rows) => {
    const batch = createBatchMaker(dataset)(names.map((name) => ({ 'user.name': name })));
    const detector = createDetector(rulesOf([query]), fieldTypes);
    expect(detector.run(batch.batch).map((match) => match.row)).toEqual(rows);
  });

  test('finds keywords in the raw text and, through escapes, in values', () => {
    const make = createBatchMaker(dataset);
    const { batch } = make([
      { 'record.path': 'C:\\Temp\\Evil.exe' },
      { 'record.path': 'none' },
      { 'record.path': 'ev\u0130l' },
    ]);
    const contains = (value: string): Query => keyword({ op: 'contains', value, cased: false });
    const queries = [contains('evil.EXE'), contains('c:\\temp'), contains('"record.path":"none"'), contains('evil')];
    const texts = (_: string, raw: Uint8Array): string[] => {
      const record = new TextDecoder().decode(raw);
      return [record, ...Object.values(JSON.parse(record)).map(String)];
    };
    const found = createDetector(rulesOf(queries), fieldTypes, { keywordTexts: texts }).run(batch);
    expect(found).toEqual([
      { rule: 0, row: 0 },
      { rule: 1, row: 0 },
      { rule: 2, row: 1 },
      { rule: 3, row: 0 },
      { rule: 3, row: 2 },
    ]);
  });

  test('finds keywords behind escapes and letters that fold to ASCII ones', () => {
    const { batch } = createBatchMaker(dataset)([]);
    const raw = rawColumn(['{"a":"\\u006bay"}', '{"a":"kay"}', '{"a":"\u212aay"}', '{"a":"may"}']);
    const texts = (_: string, bytes: Uint8Array): string[] =>
      Object.values(JSON.parse(new TextDecoder().decode(bytes)));
    const query = keyword({ op: 'contains', value: 'KAY', cased: false });
    const found = createDetector(rulesOf([query]), fieldTypes, { keywordTexts: texts }).run({ ...batch, raw, rows: 4 });
    expect(found.map((match) => match.row)).toEqual([0, 1, 2]);
  });

  test('keeps tests apart that differ in letter case alone', () => {
    const cased = (value: string): Query => ({
      kind: 'test',
      field: 'user.name',
      test: { op: 'contains', value, cased: true },
    });
    const { batch } = createBatchMaker(dataset)([{ 'user.name': 'abc' }, { 'user.name': 'ABC' }]);
    const found = createDetector(rulesOf([text('contains', 'b'), cased('b'), cased('B')]), fieldTypes).run(batch);
    expect(found.map(({ rule, row }) => [rule, row])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [2, 1],
    ]);
  });

  test('finds expressions whose letters match others than their own', () => {
    const regex = (pattern: string): Query => ({
      kind: 'test',
      field: 'user.name',
      test: { op: 'regex', pattern, flags: 'i' },
    });
    const names = ['sb', '\u017fb', 'xb'].map((name) => ({ 'user.name': name }));
    const { batch } = createBatchMaker(dataset)(names);
    const found = createDetector(rulesOf([regex('\u017fb'), regex('sb')]), fieldTypes).run(batch);
    expect(found.map(({ rule, row }) => [rule, row])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
  });

  test('asks for the vendor paths of the rules of a dataset only', () => {
    const other = { queries: new Map([['other', is('record.z', '1')]]) };
    const fieldref: Query = {
      kind: 'test',
      field: 'record.a.b',
      test: { op: 'fieldref', field: 'record.c', how: 'equals', cased: false },
    };
    const detector = createDetector([...rulesOf([fieldref, is('user.name', 'x')]), other], fieldTypes);
    expect([...detector.wantedRecordPaths(dataset)].sort()).toEqual(['a.b', 'c']);
    expect(detector.wantedRecordPaths('unknown')).toEqual([]);
  });

  test('stays bounded on values that never repeat', () => {
    const detector = createDetector(rulesOf([text('contains', 'needle'), is('user.name', 'x')]), fieldTypes);
    const filler = 'x'.repeat(1000);
    let looked = 0;
    const hostile = (batch: number): EventBatch => {
      const made = createBatchMaker(dataset)([]).batch;
      const rows = 20_000;
      const ids = Uint32Array.from({ length: rows }, (_, row) => batch * rows + row + 1);
      const value = (id: number): string => {
        looked++;
        return `${id}${filler}${id % 1000 === 0 ? 'needle' : ''}`;
      };
      const dictionary = { size: (batch + 1) * rows, unique: true, text: value, kind: () => 0 as const };
      return { ...made, rows, fields: new Map([['user.name', { kind: 'text', ids, dictionary }]]) };
    };
    for (let batch = 0; batch < 5; batch++) expect(detector.run(hostile(batch))).toHaveLength(20);
    expect(looked).toBe(100_000);
  });

  test('an event without an id of the vendor has its own', () => {
    const maker = createBatchMaker(dataset);
    const { batch } = maker([{ 'event.id': 'given' }, { 'user.name': 'alice' }]);
    const object = { id: 'a'.repeat(24), name: 'log', bucket: 'b', key: 'k', generation: 0 };
    const stored: EventBatch = { ...batch, objects: [object], offset: Float64Array.from([0, 255]) };
    const detector = createDetector(rulesOf([is('event.id', 'GIVEN'), is('event.id', `${object.id}-ff`)]), fieldTypes);
    expect(detector.run(stored)).toEqual([
      { rule: 0, row: 0 },
      { rule: 1, row: 1 },
    ]);
  });
});
