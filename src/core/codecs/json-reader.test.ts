import { describe, expect, test } from 'vitest';
import { createJsonReader } from './json-reader.ts';
import { createJsonReferenceReader } from './json-reference-reader.ts';
import { parsePath } from './path.ts';
import type { RecordBatch, RecordReader, WantedPath } from './reader.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function want(...names: string[]): WantedPath[] {
  return names.map((name) => {
    const parsed = parsePath(name);
    if (!parsed.ok) throw new Error(parsed.mistake.message);
    return { name, steps: parsed.steps };
  });
}

const readers = {
  reference: createJsonReferenceReader,
  tokenizer: (...[wanted, records, options]: Parameters<typeof createJsonReferenceReader>) =>
    createJsonReader(wanted, records, { ...options, seed: 1n }),
};

function raws({ raw, length, rows }: RecordBatch): string[] {
  return Array.from({ length: rows }, (_, row) =>
    decoder.decode(raw.bytes.subarray(raw.starts[row], raw.starts[row] + length[row])),
  );
}

function readAll(reader: RecordReader, text: string, chunk = text.length): RecordBatch {
  reader.begin(7);
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.slice(at, at + chunk));
  reader.end();
  return reader.take();
}

describe.each(Object.entries(readers))('%s', (_, create) => {
  const framings: readonly (readonly [string, string, string[], string[]])[] = [
    ['envelope', '{"Records":[{"a":1},{"a":2}]}', ['{"a":1}', '{"a":2}'], []],
    ['pretty envelope', '{\n "Records" : [\n {"a":1} ,\n {"a":2}\n ]\n}\n', ['{"a":1}', '{"a":2}'], []],
    ['array', '[{"a":1},{"a":2}]', ['{"a":1}', '{"a":2}'], []],
    ['lines', '{"a":1}\r\n{"a":2}\n', ['{"a":1}', '{"a":2}'], []],
    ['one after the other', '{"a":1}{"a":2} {"a":3}', ['{"a":1}', '{"a":2}', '{"a":3}'], []],
    [
      'pretty',
      '{\n  "a": {\n    "b": 1\n  }\n}\n{\n  "a": 2\n}',
      ['{\n  "a": {\n    "b": 1\n  }\n}', '{\n  "a": 2\n}'],
      [],
    ],
    ['broken line', '{"a":1}\n{"a":tru}\n{"a":3}\n', ['{"a":1}', '{"a":3}'], ['JSON_SYNTAX {"a":tru}']],
    ['lost quote', '[{"a":"x},{"a":"y"},{"a":"z"}]', ['{"a":"y"}', '{"a":"z"}'], ['JSON_SYNTAX {"a":"x}']],
    ['lost brace', '[{"a":{"b":1},{"a":2}]', ['{"a":2}'], ['JSON_SYNTAX {"a":{"b":1}']],
    ['cut line', '{"a":"x\n{"b":2}\n', ['{"b":2}'], ['JSON_SYNTAX {"a":"x']],
    ['truncated', '{"Records":[{"a":1},{"a":', ['{"a":1}'], ['RECORD_TRUNCATED {"a":']],
    [
      'not objects',
      '[1,"x",null,[{"a":1}],{"a":1}]',
      ['{"a":1}'],
      ['1', '"x"', 'null', '[{"a":1}]'].map((v) => `JSON_NOT_OBJECT ${v}`),
    ],
  ];
  test.each(framings)('%s', (_name, text, records, rejects) => {
    for (const chunk of [1, 2, 3, 7, 1000]) {
      const reader = create(want('.a'), null, { maxRecordBytes: 1000 });
      const batch = readAll(reader, text, chunk);
      expect(raws(batch)).toEqual(records);
      expect(batch.rejects.map((r) => `${r.code} ${decoder.decode(r.raw)}`)).toEqual(rejects);
    }
  });
});
