import { describe, expect, test } from 'vitest';
import type { Codec } from '../logtype/logtype.ts';
import { createReader } from './create-reader.ts';
import { createJsonReferenceReader } from './json-reference-reader.ts';
import { parsePath } from './path.ts';
import { type PlainBatch, plainBatch } from './plain-batch.ts';
import type { RecordReader, ResumePoint, WantedPath } from './reader.ts';

const encoder = new TextEncoder();
const maxRecordBytes = 200;

function want(...names: string[]): WantedPath[] {
  return names.map((name) => {
    const parsed = parsePath(name);
    if (!parsed.ok) throw new Error(parsed.mistake.message);
    return { name, steps: parsed.steps };
  });
}

interface Subject {
  readonly create: () => RecordReader;
  readonly text: string;
  /** Raw text of the records, and codes of the rejects. */
  readonly records: readonly string[];
  readonly rejects: readonly string[];
}

const long = 'x'.repeat(300);
const jsonText = `{"Records":[{"a":"é"},{"a":[1,"b"]},
 {"a":tru},{"a":"${long}"} , {"a":null} ,{"b":{"c":1}}],"next":{"a":1}}
{"a":2}
oops
{"a":"${long}"}
{"a":3`;
const json: Omit<Subject, 'create'> = {
  text: jsonText,
  records: ['{"a":"é"}', '{"a":[1,"b"]}', '{"a":null}', '{"b":{"c":1}}', '{"a":2}'],
  rejects: ['JSON_SYNTAX', 'RECORD_TOO_LARGE', 'JSON_SYNTAX', 'RECORD_TOO_LARGE', 'RECORD_TRUNCATED'],
};
const jsonPaths = want('.', '.a', '.b.c', '.b');
const columns: Codec = { kind: 'columns', split: 'csv', header: 'first_line' };
const lines: Codec = { kind: 'lines', comment: '#', skip: 1 };

const subjects: Readonly<Record<string, Subject>> = {
  reference: { ...json, create: () => createJsonReferenceReader(jsonPaths, null, { maxRecordBytes }) },
  json: { ...json, create: () => createReader({ kind: 'json' }, jsonPaths, { maxRecordBytes, seed: 1n }) },
  columns: {
    create: () =>
      createReader(columns, want('.', '.b', '.a', '.more'), { maxRecordBytes, seed: 1n, numbers: new Set(['.a']) }),
    text: `a,b\r\n1,"x,""y"""\r\n\r\n2\r\na,b\r\n-7,é,z,"q"\n${long},\n"open,1\n07,"two\nlines"\n3,`,
    records: ['1,"x,""y"""', '-7,é,z,"q"', '07,"two\nlines"', '3,'],
    rejects: ['COLUMNS_MISSING', 'RECORD_TOO_LARGE', 'QUOTE_OPEN'],
  },
  lines: {
    create: () => {
      const split = (line: string) => (line.includes('=') ? new Map([line.split('=') as [string, string]]) : null);
      return createReader(lines, want('.', '.a', '.b'), { maxRecordBytes, seed: 1n, mapping: { lines: { split } } });
    },
    text: `title\r\na=1\r\n\n# note\nb=é\nnone\n${long}\na=2`,
    records: ['a=1', 'b=é', 'a=2'],
    rejects: ['NO_PATTERN', 'RECORD_TOO_LARGE'],
  },
};

function readAll(reader: RecordReader, bytes: Uint8Array, chunk: number, resume?: ResumePoint): PlainBatch {
  reader.begin(7, resume);
  for (let at = resume?.offset ?? 0; at < bytes.length; at += chunk) reader.push(bytes.slice(at, at + chunk));
  reader.end();
  return plainBatch(reader.take());
}

describe.each(Object.entries(subjects))('reader %s', (_, { create, text, records, rejects }) => {
  const bytes = encoder.encode(text);
  const whole = readAll(create(), bytes, bytes.length);

  test('finds the records and refuses the rest', () => {
    expect(whole.rows.map(({ raw }) => Buffer.from(raw, 'latin1').toString())).toEqual(records);
    expect(whole.rejects.map((reject) => reject.split(' ')[0])).toEqual(rejects);
  });

  test('says where the records are', () => {
    for (const { object, offset, raw } of whole.rows) {
      expect(object).toBe(7);
      expect(Buffer.from(bytes.subarray(offset, offset + raw.length)).toString('latin1')).toBe(raw);
    }
  });

  test.each([1, 2, 3, 5, 16, 64])('gives the same in chunks of %d', (chunk) => {
    expect(readAll(create(), bytes, chunk)).toEqual(whole);
  });

  test('reads on from wherever it stopped', () => {
    const first = create();
    first.begin(7);
    for (let at = 0; at < bytes.length; at += 7) {
      first.push(bytes.slice(at, at + 7));
      const before = plainBatch(first.take());
      const rest = readAll(create(), bytes, 1000, first.resume);
      const places = whole.rows.map(({ offset }) => offset);
      expect(rest.rows).toEqual(whole.rows.filter(({ offset }) => offset >= first.resume.offset));
      for (const row of before.rows) expect(places).toContain(row.offset);
      const restOfRejects = whole.rejects.filter(
        (reject) => Number(/:(\d+)\+/.exec(reject)?.[1]) >= first.resume.offset,
      );
      expect(rest.rejects).toEqual(restOfRejects);
    }
  });

  test('counts the rows and bytes it holds', () => {
    const reader = create();
    reader.begin(0);
    reader.push(bytes);
    reader.end();
    expect(reader.rows).toBe(whole.rows.length);
    expect(reader.rawBytes).toBe(whole.rows.reduce((sum, { raw }) => sum + raw.length, 0));
    reader.take();
    expect([reader.rows, reader.rawBytes]).toEqual([0, 0]);
  });

  test('a batch that was taken stays as it was', () => {
    const reader = create();
    reader.begin(7);
    reader.push(bytes);
    reader.end();
    const batch = reader.take();
    const before = plainBatch(batch);
    reader.reset();
    readAll(reader, encoder.encode(text.replaceAll('é', 'other').replaceAll('a', 'e')), 50);
    expect(plainBatch(batch)).toEqual(before);
    expect(readAll(reader, bytes, 50)).toEqual(whole);
  });

  test('has nothing of an empty object', () => {
    expect(readAll(create(), new Uint8Array(0), 1)).toEqual({ rows: [], rejects: [] });
  });
});
