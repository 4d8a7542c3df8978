import { expect, test } from 'vitest';
import { decodeBase64 } from '../../wasm/decode-base64.ts';
import { createJsonReader } from '../json-reader.ts';
import { createInstance } from './instance.ts';
import { Tokenizer } from './tokenizer.ts';
import { buildTrie } from './trie.ts';
import { writeTrie } from './write-trie.ts';

const encoder = new TextEncoder();

const wanted = [{ name: '.a', steps: [{ key: 'a' }] }];
const options = { maxRecordBytes: 1 << 20, seed: 42n };

function valuesOf(values: readonly string[], batchRows: number): { texts: string[]; unique: boolean[] } {
  const reader = createJsonReader(wanted, null, options);
  const texts: string[] = [];
  const unique: boolean[] = [];
  const take = () => {
    const { ids, dictionary } = reader.take().columns.get('.a')!;
    texts.push(...Array.from(ids, (id) => dictionary.text(id)));
    unique.push(dictionary.unique);
  };
  reader.begin(0);
  for (const [index, value] of values.entries()) {
    reader.push(encoder.encode(`{"a":"${value}"}`));
    if (index % batchRows === batchRows - 1) take();
  }
  reader.end();
  take();
  return { texts, unique };
}

test('a column of mostly distinct values turns plain and keeps its values', () => {
  const values = Array.from({ length: 12_000 }, (_, index) => `id-${index}`);
  const { texts, unique } = valuesOf(values, 5000);
  expect(texts).toEqual(values);
  expect(unique).toEqual([false, true, true]);
});

test('a plain column keeps nothing in the tokeniser once it was taken', () => {
  const tokenizer = createTokenizer(1n);
  for (let batch = 0; batch < 60; batch++) {
    const values = Array.from({ length: 5000 }, (_, row) => `${batch}-${row}-${'x'.repeat(300)}`);
    readValues(tokenizer, values);
    const { dictionary } = tokenizer.take().columns.get('.a')!;
    expect(dictionary.text(dictionary.size)).toBe(values.at(-1));
  }
  // The values are 90 MB together.
  expect(tokenizer.exports.memory.buffer.byteLength).toBeLessThan(32 << 20);
});

test('a column of many values that come again stays a dictionary', () => {
  const values = Array.from({ length: 30_000 }, (_, index) => `id-${(index * 7919) % 9000}`);
  const shuffled = [...values.slice(0, 9000).flatMap((value) => [value, value, value]), ...values];
  const { texts, unique } = valuesOf(shuffled, 20_000);
  expect(texts).toEqual(shuffled);
  expect(unique.at(-1)).toBe(false);
});

test('an instance that has grown is replaced at reset, in the middle of a record', () => {
  const reader = createJsonReader(wanted, null, { ...options, maxRecordBytes: 100 << 20 });
  reader.begin(0);
  reader.push(encoder.encode(`{"a":"${'x'.repeat(40 << 20)}"}`));
  reader.end();
  const before = reader.take();
  reader.begin(1);
  reader.push(encoder.encode('{"a":"b'));
  reader.reset();
  reader.push(encoder.encode('c"}'));
  reader.end();
  const after = reader.take().columns.get('.a')!;
  expect(Array.from(after.ids, (id) => after.dictionary.text(id))).toEqual(['bc']);
  expect(before.columns.get('.a')?.dictionary.text(1).length).toBe(40 << 20);
});

function createTokenizer(seed: bigint): Tokenizer {
  const trie = buildTrie([[{ key: 'a' }]]);
  return new Tokenizer({
    columns: [{ names: ['.a'], isNumber: false }],
    seed,
    prepare: (exports) => exports.setRoot(writeTrie(exports, trie)),
  });
}

/** Reads a record for each value, at most 2000 at a time so that a block of rows takes them. */
function readValues(tokenizer: Tokenizer, values: readonly string[]): void {
  for (let at = 0; at < values.length; at += 2000) {
    const part = values.slice(at, at + 2000);
    const bytes = encoder.encode(part.map((value) => JSON.stringify({ a: value })).join(''));
    tokenizer.reserve(bytes.length);
    tokenizer.view().set(bytes);
    const { exports, address } = tokenizer;
    exports.setPlace(0, -address, 1 << 20);
    for (let from = 0; from < bytes.length; from = (exports.stopAt.value >>> 0) - address) {
      exports.readRecords(address + from, address + bytes.length, part.length);
      tokenizer.flush();
    }
  }
}

/** Slots of the hash table that were looked at when every value is read twice, so that the column stays a dictionary. */
function countProbes(values: readonly string[], seed: bigint): number {
  const tokenizer = createTokenizer(seed);
  for (let at = 0; at < values.length; at += 1000) {
    const part = values.slice(at, at + 1000);
    readValues(tokenizer, [...part, ...part]);
  }
  return tokenizer.exports.probes.value >>> 0;
}

/** The index-th order of the words. */
function permuted(words: readonly string[], index: number): string {
  const left = [...words];
  let rest = index;
  return words
    .map(() => {
      const at = rest % left.length;
      rest = Math.floor(rest / left.length);
      return left.splice(at, 1)[0];
    })
    .join('');
}

const count = 40_000;
const eight = (index: number) => index.toString(36).padStart(8, '0');
const fours = ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee', 'ffff', 'gggg', 'hhhh'];

test.each<[string, (index: number) => string]>([
  ['any', (index) => `${Math.imul(index, 2654435761)}${Math.imul(index, 40503)}`],
  ['differing in the first eight bytes', (index) => `${eight(index)}${'x'.repeat(200)}`],
  ['differing behind many', (index) => `${'x'.repeat(300)}${eight(index)}`],
  ['of the same words in another order', (index) => permuted(fours, index)],
  ['of two equal halves', (index) => `${eight(index)}${eight(index)}`],
  ['of one byte, again and again', (index) => '\u0000'.repeat(index % 250) + index],
])('values %s are found at once', (_name, make) => {
  // Each comes twice: the second time one slot is looked at, and collisions in a half full table add about one more.
  expect(
    countProbes(
      Array.from({ length: count }, (_, index) => make(index)),
      7n,
    ) / count,
  ).toBeLessThan(2.5);
});

test('another seed hashes differently', () => {
  const values = Array.from({ length: 5000 }, (_, index) => `value ${index}`);
  expect(countProbes(values, 1n)).not.toBe(countProbes(values, 2n));
});

test('base64 is decoded', () => {
  for (const text of ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar', '\u00ff\u00fe>?']) {
    expect(decodeBase64(Buffer.from(text).toString('base64'))).toEqual(new Uint8Array(Buffer.from(text)));
  }
});

test('an instance begins empty', () => {
  const exports = createInstance(1n, 3);
  expect([exports.rows.value, exports.rawUsed.value]).toEqual([0, 0]);
});
