import { expect, test } from 'vitest';
import { createJsonReader } from './json-reader.ts';
import { createJsonReferenceReader } from './json-reference-reader.ts';
import { parsePath } from './path.ts';
import { plainBatch } from './plain-batch.ts';
import type { RecordReader, WantedPath } from './reader.ts';

const seconds = Number(process.env.FUZZ_SECONDS ?? 2);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const encoder = new TextEncoder();

/** Numbers below n from a seed (Park and Miller). */
function randomFrom(start: number): (n: number) => number {
  let state = (start % 2147483646) + 1;
  return (n) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
}

type Random = (n: number) => number;

const keys = ['a', 'b', 'c', 'a.b', 'b.c', 'a.b.c', '\\u0061', 'Ä', '\\u00c4', 'name', 'Records', '', 'x"y'];
const strings = [
  'x',
  'X',
  'Host',
  'hOST',
  '{\\"a\\":1}',
  '},{\\"a\\":',
  '\\n',
  'A',
  '\\u0041',
  '\\ud83d\\ude00',
  '\\ud800',
  '\\udc00x',
];
const moreStrings = [
  'ü€😀',
  '',
  '\\u0000',
  'a'.repeat(40),
  '\\"\\\\\\/\\b\\f\\r\\t',
  '-',
  'true',
  '12345678',
  '1234567812345678',
];
const scalars = ['1', '-0', '1.0', '1e5', '123456789012345678901234567890', '0.10', 'true', 'false', 'null', 'null'];
const spaces = ['', '', '', '', ' ', '\n', '\r\n ', '\t'];

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)];
}

function anyString(random: Random): string {
  return `"${pick(random, random(2) ? strings : moreStrings)}${pick(random, ['', '', pick(random, strings)])}"`;
}

function anyValue(random: Random, depth: number): string {
  const choice = random(depth > 4 ? 4 : 8);
  if (choice < 2) return anyString(random);
  if (choice < 4) return pick(random, scalars);
  return choice < 6 ? anyObject(random, depth) : anyArray(random, depth);
}

function anyArray(random: Random, depth: number): string {
  const elements = Array.from({ length: random(4) }, () => anyValue(random, depth + 1));
  return `[${pick(random, spaces)}${elements.join(`${pick(random, spaces)},${pick(random, spaces)}`)}${pick(random, spaces)}]`;
}

function anyObject(random: Random, depth: number): string {
  const members = Array.from({ length: random(6) }, () => {
    const key = random(12) ? pick(random, keys).replaceAll('"', '\\"') : pick(random, strings);
    return `"${key}"${pick(random, spaces)}:${pick(random, spaces)}${anyValue(random, depth + 1)}`;
  });
  return `{${pick(random, spaces)}${members.join(`${pick(random, spaces)},${pick(random, spaces)}`)}${pick(random, spaces)}}`;
}

function anyDocument(random: Random): string {
  const records = Array.from({ length: random(6) }, () => (random(20) ? anyObject(random, 1) : anyValue(random, 1)));
  const between = pick(random, [',', ', ', ',\n']);
  switch (random(6)) {
    case 0:
      return `{"Records":[${records.join(between)}]}`;
    case 1:
      return `{"b":1,"x":{"Records":[2]},"Records" : [ ${records.join(between)} ], "c": [1]}`;
    case 2:
      return `[${records.join(between)}]\n`;
    case 3:
      return records.join('');
    case 4:
      return `{"a":{"b":[${records.join(between)}],"c":0},"d":{}}${records.join('\n')}`;
    default:
      return `\ufeff${records.join('\n')}\n`;
  }
}

const broken = ['"', '{', '}', '[', ']', ',', ':', '\\', '\n', 'e', '0', '-', '\u0001', ' '];

/** Some bytes changed, removed, inserted or the end cut off. */
function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  const list = [...bytes];
  for (let times = random(4); times > 0; times--) {
    const at = random(list.length + 1);
    const byte = random(3) ? pick(random, broken).charCodeAt(0) : random(256);
    list.splice(at, random(2), ...(random(2) ? [byte] : []));
  }
  return Uint8Array.from(random(8) ? list : list.slice(0, random(list.length + 1)));
}

const steps = ['.a', '.b', '.c', '.*', '.0', '.-1', '.1', '."a.b"', '(name=HOST)', '."Ä"', '."x\\"y"', '.-2'];

function anyPaths(random: Random): WantedPath[] {
  const names = Array.from({ length: 1 + random(6) }, () =>
    random(20)
      ? `.${pick(random, ['a', 'b', 'c', '*', '0'])}${Array.from({ length: random(4) }, () => pick(random, steps)).join('')}`
      : '.',
  );
  return [...new Set(names)].map((name) => {
    const parsed = parsePath(name);
    if (!parsed.ok) throw new Error(`${name}: ${parsed.mistake.message}`);
    return { name, steps: parsed.steps };
  });
}

function readInChunks(reader: RecordReader, bytes: Uint8Array, random: Random, largest: number) {
  const batches = [];
  reader.begin(3);
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + random(largest);
    reader.push(bytes.slice(at, at + size));
    at += size;
    if (random(10) === 0) batches.push(reader.take());
    if (random(30) === 0) {
      batches.push(reader.take());
      reader.reset();
    }
  }
  reader.end();
  batches.push(reader.take());
  const described = batches.map(plainBatch);
  return {
    rows: described.flatMap((batch) => batch.rows),
    rejects: described.flatMap((batch) => batch.rejects),
    resume: reader.resume,
  };
}

/** Rows of two readers, of which the second goes on where the first stopped. */
function readInTwo(create: () => RecordReader, bytes: Uint8Array, random: Random) {
  const first = create();
  first.begin(3);
  first.push(bytes.slice(0, random(bytes.length + 1)));
  const second = create();
  second.begin(3, first.resume);
  second.push(bytes.slice(first.resume.offset));
  second.end();
  return [first, second].flatMap((reader) => plainBatch(reader.take()).rows);
}

test(`the tokeniser reads what the reference reads (FUZZ_SEED=${seed})`, () => {
  const random = randomFrom(seed);
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    const paths = anyPaths(random);
    const document = encoder.encode(anyDocument(random));
    const bytes = random(3) ? document : mutate(random, document);
    const records = pick(random, [null, null, '.Records.*', '.a.b.*', '.a.b']);
    const parsed = records === null ? null : parsePath(records);
    const envelope = parsed?.ok ? parsed.steps : null;
    const options = { maxRecordBytes: pick(random, [40, 400, 100_000, 100_000]), seed: BigInt(random(1000)) };
    const reference = createJsonReferenceReader(paths, envelope, options);
    const expected = readInChunks(reference, bytes, random, 1 << 20);
    const context = `${new TextDecoder().decode(bytes)}\n${paths.map((path) => path.name)} ${records} ${options.maxRecordBytes}`;
    expect(readInChunks(reference, bytes, random, pick(random, [1, 3, 20])), context).toEqual(expected);
    const tokenizer = createJsonReader(paths, envelope, options);
    expect(readInChunks(tokenizer, bytes, random, pick(random, [1, 5, 1 << 20])), context).toEqual(expected);
    expect(
      readInTwo(() => createJsonReader(paths, envelope, options), bytes, random),
      context,
    ).toEqual(expected.rows);
  }
});
