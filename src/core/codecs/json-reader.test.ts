import { describe, expect, test } from 'vitest';
import { createJsonReader } from './json-reader.ts';
import { createJsonReferenceReader } from './json-reference-reader.ts';
import { parsePath } from './path.ts';
import { plainBatch } from './plain-batch.ts';
import type { RecordBatch, RecordReader, WantedPath } from './reader.ts';

const encoder = new TextEncoder();

function want(...names: string[]): WantedPath[] {
  return names.map((name) => {
    const parsed = parsePath(name);
    if (!parsed.ok) throw new Error(parsed.mistake.message);
    return { name, steps: parsed.steps };
  });
}

type Create = typeof createJsonReferenceReader;
const readers: Readonly<Record<string, Create>> = {
  reference: createJsonReferenceReader,
  tokenizer: (wanted, records, options) => createJsonReader(wanted, records, { ...options, seed: 1n }),
};

function readAll(reader: RecordReader, bytes: Uint8Array, chunk = bytes.length): RecordBatch {
  reader.begin(0);
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.slice(at, at + chunk));
  reader.end();
  return reader.take();
}

/** Raw records, and rejects as code and text. */
function outline(batch: RecordBatch): { records: string[]; rejects: string[] } {
  const records = plainBatch(batch).rows.map(({ raw }) => raw);
  const rejects = batch.rejects.map(({ code, raw }) => `${code} ${new TextDecoder().decode(raw)}`);
  return { records, rejects };
}

interface Framing {
  readonly name: string;
  readonly text: string;
  readonly path?: string;
  readonly records: readonly string[];
  readonly rejects?: readonly string[];
}

const two = ['{"a":1}', '{"a":2}'];

const framings: readonly Framing[] = [
  { name: 'envelope', text: '{"Records":[{"a":1},{"a":2}]}', records: two },
  { name: 'envelope, pretty', text: '{\n "Records" : [\n {"a":1} ,\n {"a":2}\n ]\n}\n', records: two },
  { name: 'empty envelope', text: '{"Records":[]}', records: [] },
  {
    name: 'envelopes one after the other',
    text: '{"Records":[{"a":1}],"x":[{}]}\n{"Records":[{"a":2}]}',
    records: two,
  },
  { name: 'no envelope: not first', text: '{"a":1,"Records":[{"a":1}]}', records: ['{"a":1,"Records":[{"a":1}]}'] },
  { name: 'no envelope: no objects', text: '{"Records":[1]}', records: ['{"Records":[1]}'] },
  { name: 'named envelope', path: '.b.c.*', text: '{"a":[{}],"b":{"x":{},"c":[{"a":1},{"a":2}]}}', records: two },
  {
    name: 'named envelope, arrays within',
    path: '.b.*.c.*',
    text: '{"b":[{"c":[{"a":1}]},{"d":0,"c":[{"a":2}]}]}',
    records: two,
  },
  { name: 'named envelope, members', path: '.b.*', text: '{"b":{"x":{"a":1},"y":3,"z":{"a":2}}}', records: two },
  {
    name: 'named envelope of one',
    path: '.detail',
    text: '{"id":"x","detail":{"a":1}}{"detail":{"a":2}}',
    records: two,
  },
  { name: 'named envelope that is not there', path: '.Records.*', text: '{"a":1}\n{"a":2}', records: two },
  { name: 'array', text: '[{"a":1},{"a":2}]', records: two },
  { name: 'lines', text: '{"a":1}\r\n{"a":2}\n', records: two },
  { name: 'lines with commas', text: '{"a":1},\n{"a":2},\n', records: two },
  { name: 'one after the other', text: '{"a":1}{"a":2}', records: two },
  { name: 'byte order mark', text: '\ufeff{"a":1}\n{"a":2}', records: two },
  {
    name: 'pretty',
    text: '{\n  "a": {\n    "b": 1\n  }\n}\n{"a":2}',
    records: ['{\n  "a": {\n    "b": 1\n  }\n}', '{"a":2}'],
  },
];

const broken: readonly Framing[] = [
  { name: 'wrong word', text: '{"a":1}\n{"a":tru}\n{"a":2}\n', records: two, rejects: ['JSON_SYNTAX {"a":tru}'] },
  { name: 'lost quote', text: '[{"a":"x},{"a":1},{"a":2}]', records: two, rejects: ['JSON_SYNTAX {"a":"x}'] },
  { name: 'lost opening quote', text: '[{"a":x"},{"a":1},{"a":2}]', records: two, rejects: ['JSON_SYNTAX {"a":x"}'] },
  {
    name: 'lost closing brace',
    text: '[{"a":{"b":1},{"a":1},{"a":2}]',
    records: two,
    rejects: ['JSON_SYNTAX {"a":{"b":1}'],
  },
  { name: 'lost last brace', text: '[{"a":1},{"a":2},{"a":3]', records: two, rejects: ['JSON_SYNTAX {"a":3'] },
  { name: 'lost bracket', text: '[{"a":[1},{"a":1},{"a":2}]', records: two, rejects: ['JSON_SYNTAX {"a":[1}'] },
  {
    name: 'nested neighbours stay',
    text: '[{"a":[{"a":5},{"a":6}],"b":x},{"a":1},{"a":2}]',
    records: two,
    rejects: ['JSON_SYNTAX {"a":[{"a":5},{"a":6}],"b":x}'],
  },
  { name: 'cut line', text: '{"a":"x\n{"a":1}\n{"a":2}', records: two, rejects: ['JSON_SYNTAX {"a":"x'] },
  {
    name: 'line cut in an array',
    text: '{"a":[1,2\n{"a":1}\n{"a":2}',
    records: two,
    rejects: ['JSON_SYNTAX {"a":[1,2'],
  },
  {
    name: 'line cut where an array begins',
    text: '{"a":[\n{"a":1}\n{"a":2}',
    records: two,
    rejects: ['JSON_SYNTAX {"a":['],
  },
  {
    name: 'line cut before a value, with one line behind it',
    text: '{"a":1}\n{"a":\n{"a":2}\n',
    records: two,
    rejects: ['RECORD_TRUNCATED {"a":'],
  },
  { name: 'line of text', text: 'INFO {x}\n{"a":1}\n{"a":2}', records: two, rejects: ['JSON_SYNTAX INFO {x}'] },
  {
    name: 'garbage in an array',
    text: '[{"a":1},what, ever},{"a":2}]',
    records: two,
    rejects: ['JSON_SYNTAX what, ever}'],
  },
  {
    name: 'no objects',
    text: '[1,{"a":1},"x",null,[{}],{"a":2}]\n7',
    records: two,
    rejects: ['1', '"x"', 'null', '[{}]', '7'].map((text) => `JSON_NOT_OBJECT ${text}`),
  },
  { name: 'truncated', text: '{"Records":[{"a":1},{"a":2},{"a":', records: two, rejects: ['RECORD_TRUNCATED {"a":'] },
  { name: 'truncated number', text: '{"a":1}{"a":2}{"a":1', records: two, rejects: ['RECORD_TRUNCATED {"a":1'] },
  {
    name: 'too large',
    text: `[{"a":1},{"a":"${'x'.repeat(60)}"},{"a":2}]`,
    records: two,
    rejects: [`RECORD_TOO_LARGE {"a":"${'x'.repeat(60)}"}`],
  },
  { name: 'as large as allowed', text: `{"a":"${'x'.repeat(52)}"}`, records: [`{"a":"${'x'.repeat(52)}"}`] },
  {
    name: 'broken envelope',
    text: '{"Records":[{"a":1}],"x" 5,[{"a":2}]}',
    records: two,
    rejects: ['JSON_SYNTAX "x" 5,[', 'JSON_SYNTAX ]}'],
  },
];

const values: readonly (readonly [path: string, record: string, values: readonly string[]])[] = [
  ['.a', '{"a":"x"}', ['0:x']],
  ['.a', '{"a":1.0}', ['1:1.0']],
  ['.a', '{"a":123456789012345678901234567890}', ['1:123456789012345678901234567890']],
  ['.a', '{"a":true}', ['2:true']],
  ['.a', '{"a":null}', ['3:']],
  ['.a', '{"a":""}', ['0:']],
  ['.a', '{"b":1}', []],
  ['.a', '{"a": {"b": [1] } }', ['4:{"b": [1] }']],
  ['.a', '{"a":[]}', []],
  ['.a', '{"a":["x",1,null,{"b":1},[2,3]]}', ['0:x', '1:1', '3:', '4:{"b":1}', '4:[2,3]']],
  ['.', '{"a":1}', ['4:{"a":1}']],
  ['.a', '{"\\u0061":"\\u0041\\n\\ud83d\\ude00"}', ['0:A\n😀']],
  ['.a', '{"a":"\\ud83d"}', ['0:\ufffd']],
  ['."a\\"b"', '{"a\\"b":1}', ['1:1']],
  ['.a', '{"a":1,"a":2}', ['1:2']],
  ['.a.b', '{"a":{"b":1},"a":null}', []],
  ['.a', '{"a":1,"a":null}', ['3:']],
  ['.a.b', '{"a":[{"b":1},[{"b":[2,3]}],4]}', ['1:1', '1:2', '1:3']],
  ['.a.b', '{"a.b":1}', ['1:1']],
  ['.a.b', '{"a.b":1,"a":{"b":2}}', ['1:2']],
  ['.a.b.c', '{"a.b":{"c":1},"a":{"b.c":2}}', ['1:2']],
  ['.a.b.c', '{"a.b.c":1,"a.b":{"c":[]},"a":{}}', ['1:1']],
  ['.a.0', '{"a":["x","y"]}', ['0:x']],
  ['.a.-1', '{"a":["x","y"]}', ['0:y']],
  ['.a.-2.b', '{"a":[{"b":1},{"b":2}]}', ['1:1']],
  ['.a.2', '{"a":["x","y"]}', []],
  ['.a.0.b', '{"a":{"b":1}}', ['1:1']],
  ['.a.-1', '{"a":"x"}', ['0:x']],
  ['.a."0"', '{"a":{"0":1}}', ['1:1']],
  ['.a.*', '{"a":{"x":1,"y":[2,3],"x":4}}', ['1:1', '1:2', '1:3', '1:4']],
  ['.a.*.b', '{"a":{"x":{"b":1},"y":{"b":2}}}', ['1:1', '1:2']],
  ['.a.*', '{"a":5}', ['1:5']],
  ['.a(k=Host).v', '{"a":[{"k":"x","v":1},{"v":2,"k":"hOST"},{"k":"Host","v":3}]}', ['1:2']],
  ['.a(k=Host).v', '{"a":{"k":"host","v":1}}', ['1:1']],
  ['.a(k=5).v', '{"a":[{"k":5,"v":[1,2]}]}', ['1:1', '1:2']],
  ['.a(k=x).v', '{"a":[{"k":"x","k":"y","v":1},{"k":["x"],"v":2}]}', []],
];

describe.each(Object.entries(readers))('%s', (_, create) => {
  test.each([...framings, ...broken])('$name', ({ text, path, records, rejects = [] }) => {
    const parsed = path === undefined ? null : parsePath(path);
    const envelope = parsed?.ok ? parsed.steps : null;
    const bytes = encoder.encode(text);
    for (const chunk of [1, 2, 3, 7, 1000]) {
      const reader = create(want('.a'), envelope, { maxRecordBytes: 60 });
      expect(outline(readAll(reader, bytes, chunk))).toEqual({ records, rejects });
    }
  });

  test.each(values)('%s of %s', (path, record, expected) => {
    const batch = readAll(create(want(path), null, { maxRecordBytes: 1000 }), encoder.encode(record));
    expect(batch.rejects).toEqual([]);
    expect(plainBatch(batch).rows[0].values[path]).toEqual(expected);
  });

  test('bytes that are no UTF-8 become U+FFFD in values and stay in the raw record', () => {
    const bytes = Uint8Array.from([...encoder.encode('{"a":"'), 0xff, 0xe2, 0x82, 0x41, ...encoder.encode('"}')]);
    const batch = readAll(create(want('.a'), null, { maxRecordBytes: 1000 }), bytes);
    expect(plainBatch(batch).rows[0]).toMatchObject({ values: { '.a': ['0:\ufffd\ufffdA'] } });
    expect(batch.raw.bytes.subarray(batch.raw.starts[0])).toEqual(bytes);
  });

  test('nests as deep as allowed and no deeper', () => {
    const record = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    const bytes = encoder.encode(`${record(512)}\n${record(513)}\n${record(3)}`);
    const batch = readAll(create(want('.a'), null, { maxRecordBytes: 10_000 }), bytes);
    expect(outline(batch)).toEqual({
      records: [record(512), record(3)],
      rejects: [`JSON_TOO_DEEP ${record(513)}`],
    });
  });

  test('two spellings of a value have one id, and values of different kinds do not', () => {
    const bytes = encoder.encode('{"a":"A1"}{"a":"\\u00411"}{"a":1}{"a":"1"}{"a":[1,"1"]}{"a":[1,"\\u0031"]}');
    const { ids, many, lists } = readAll(create(want('.a'), null, { maxRecordBytes: 1000 }), bytes).columns.get('.a')!;
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(3);
    expect(many?.[4]).toBe(many?.[5]);
    expect(lists.size).toBe(1);
  });

  test('spellings of a value that are no UTF-8 have one id too', () => {
    const record = (...bytes: number[]) => [
      ...encoder.encode('{"a":"'),
      ...bytes,
      ...encoder.encode('","b":{"c":"'),
      ...bytes,
      ...encoder.encode('"}}'),
    ];
    const bytes = Uint8Array.from([
      ...record(0xff),
      ...record(0xfe),
      ...encoder.encode('{"a":"\\ufffd","b":{"c":"\ufffd"}}'),
    ]);
    const { columns } = readAll(create(want('.a', '.b'), null, { maxRecordBytes: 1000 }), bytes);
    expect([...columns.get('.a')!.ids]).toEqual([1, 1, 1]);
    expect([...columns.get('.b')!.ids]).toEqual([1, 1, 1]);
  });

  test('ids stay the same from batch to batch until reset', () => {
    const reader = create(want('.a'), null, { maxRecordBytes: 1000 });
    const idOf = (text: string) => readAll(reader, encoder.encode(`{"a":"${text}"}`)).columns.get('.a')?.ids[0];
    expect([idOf('x'), idOf('y'), idOf('x')]).toEqual([1, 2, 1]);
    reader.reset();
    expect(idOf('y')).toBe(1);
  });

  test('a record of any size is refused in bounded memory', () => {
    const reader = create(want('.a'), null, { maxRecordBytes: 10_000 });
    reader.begin(0);
    reader.push(encoder.encode('[{"a":"'));
    for (let times = 0; times < 100; times++) reader.push(new Uint8Array(100_000).fill(0x78));
    reader.push(encoder.encode('"},{"a":1}]'));
    reader.end();
    const { rows, rejects } = reader.take();
    expect(rows).toBe(1);
    expect(rejects).toMatchObject([{ code: 'RECORD_TOO_LARGE', offset: 1, length: 10_000_008, truncated: true }]);
    expect(rejects[0].raw.length).toBe(64 << 10);
  });
});
