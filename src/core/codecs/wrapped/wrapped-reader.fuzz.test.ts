import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Codec } from '../../logtype/logtype.ts';
import { createReader } from '../create-reader.ts';
import { parsePath } from '../path.ts';
import { type PlainBatch, plainBatch } from '../plain-batch.ts';
import type { RecordReader, WantedPath } from '../reader.ts';

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const budget = {
  seed,
  interruptAfterTimeLimit: Number(process.env.FUZZ_SECONDS ?? 2) * 1000,
  numRuns: Number.MAX_SAFE_INTEGER,
};
const encoder = new TextEncoder();
const json = JSON.stringify;
const wrappers = ['cloudwatch', 'eventbridge', 'sns', 'sqs', 'firelens'];
const parsed = parsePath('.a');
const wanted: WantedPath[] = parsed.ok ? [{ name: '.a', steps: parsed.steps }] : [];

type Layer = (records: readonly string[]) => string[];

/** Each takes texts of records and gives envelopes with all of them, in their order. */
const layers: readonly Layer[] = [
  (records) => [
    json({ messageType: 'DATA_MESSAGE', logEvents: records.map((message) => ({ id: message.length, message })) }),
  ],
  (records) => records.map((detail) => `{"id":1,"detail-type":"x","source":"y", "detail": ${detail}}`),
  (records) => records.map((message) => json({ Type: 'Notification', TopicArn: 'arn', Message: message })),
  (records) => [json({ Records: records.map((body) => ({ messageId: 'q', receiptHandle: 'r', body })) })],
  (records) => [json(records.map((log) => ({ log, container_id: 'c', container_name: 'n' })))],
  (records) => [`[${records.map((detail) => json({ 'detail-type': 1, source: 2, detail }))}]`],
];
const record = fc.oneof(
  fc.record({ a: fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant(null)) }),
  fc.constant({ Records: { a: 1 } }),
);
const recordTexts = fc.array(record.map(json), { minLength: 1, maxLength: 5 });
const nesting = fc.array(fc.constantFrom(...layers), { minLength: 1, maxLength: 3 });
const stamped = (records: readonly string[]): string =>
  records.map((text) => `2026-11-24T07:00:00.000Z ${text}\n`).join('');

function read(codec: Codec): RecordReader {
  const mapping = { columns: ['n', 'a'] };
  return createReader(codec, wanted, { seed: 1n, maxRecordBytes: 100_000, wrappers, facts: ['$cwl.id'], mapping });
}

function readAll(reader: RecordReader, bytes: Uint8Array, chunk: number): PlainBatch {
  reader.begin(3);
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.slice(at, at + chunk));
  reader.end();
  return plainBatch(reader.take());
}

/** Rows without columns that no row of a batch has. */
function rowsOf(batches: readonly PlainBatch[]) {
  return batches.flatMap(({ rows }) =>
    rows.map((row) => ({ ...row, values: Object.entries(row.values).filter(([, all]) => all.length > 0) })),
  );
}

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString();

test(`records come out of any nesting of envelopes as they went in (FUZZ_SEED=${seed})`, () => {
  fc.assert(
    fc.property(recordTexts, nesting, fc.constantFrom('', '\n', ' , '), (records, around, between) => {
      const text = around.reduce<readonly string[]>((inner, layer) => layer(inner), records).join(between);
      const { rows, rejects } = readAll(read({ kind: 'json' }), encoder.encode(text), 1 << 20);
      expect(rows.map(({ raw }) => utf8(raw))).toEqual(records);
      expect(rejects).toEqual([]);
      const offsets = rows.map(({ offset }) => offset);
      expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
    }),
    budget,
  );
});

test(`whatever the bytes are, chunks and stops make no difference (FUZZ_SEED=${seed})`, () => {
  const object = fc.oneof(
    fc
      .tuple(recordTexts, nesting)
      .map(([records, around]) => around.reduce<readonly string[]>((inner, layer) => layer(inner), records).join('\n')),
    recordTexts.map(stamped),
  );
  const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom('', '{', '}', '"', '\\', '\n', '[', 'Records', '2')), {
    maxLength: 3,
  });
  const codec = fc.constantFrom<Codec>({ kind: 'json' }, { kind: 'columns', split: 'space', header: 'first_line' });
  fc.assert(
    fc.property(object, edits, codec, fc.integer({ min: 1, max: 40 }), fc.nat(), (text, changes, kind, chunk, stop) => {
      const bytes = encoder.encode(changes.reduce((whole, [at, piece]) => edited(whole, at, piece), text));
      const whole = readAll(read(kind), bytes, 1 << 20);
      expect(readAll(read(kind), bytes, chunk)).toEqual(whole);
      const first = read(kind);
      first.begin(3);
      first.push(bytes.slice(0, stop % (bytes.length + 1)));
      const second = read(kind);
      const before = plainBatch(first.take());
      second.begin(3, first.resume);
      second.push(bytes.slice(first.resume.offset));
      second.end();
      expect(rowsOf([before, plainBatch(second.take())])).toEqual(rowsOf([whole]));
    }),
    budget,
  );
});

/** The text with one character replaced. */
function edited(text: string, at: number, piece: string): string {
  const index = at % (text.length + 1);
  return text.slice(0, index) + piece + text.slice(index + 1);
}
