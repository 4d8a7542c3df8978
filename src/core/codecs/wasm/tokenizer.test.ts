import { expect, test } from 'vitest';
import { createJsonReader } from '../json-reader.ts';
import { decodeBase64 } from './decode-base64.ts';
import { createInstance, type TokenizerExports } from './instance.ts';
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

/** Reads values into one column and returns how many slots of the hash table were looked at beyond the value's own. */
function countProbes(values: readonly string[], seed: bigint): number {
  const trie = buildTrie([[{ key: 'a' }]]);
  const tokenizer = new Tokenizer({
    columns: [{ names: ['.a'], isNumber: false }],
    seed,
    prepare: (exports: TokenizerExports) => exports.setRoot(writeTrie(exports, trie)),
  });
  for (let at = 0; at < values.length; at += 1000) {
    // Each value comes twice, so that the column stays a dictionary.
    const part = values.slice(at, at + 1000);
    const bytes = encoder.encode([...part, ...part].map((value) => JSON.stringify({ a: value })).join(''));
    tokenizer.reserve(bytes.length);
    tokenizer.view().set(bytes);
    const { exports, address } = tokenizer;
    exports.setPlace(0, -address, 1 << 20);
    exports.readRecords(address, address + bytes.length, 2000);
    tokenizer.flush();
  }
  return tokenizer.exports.probes.value >>> 0;
}

test('values made to collide in hashes without a secret cost no more than others', () => {
  const count = 50_000;
  const words = (index: number) => index.toString(36).padStart(8, '0');
  const kinds: Readonly<Record<string, (index: number) => string>> = {
    random: (index) => `${Math.imul(index, 2654435761)}${Math.imul(index, 40503)}`,
    'differing in the first eight bytes': (index) => `${words(index)}${'x'.repeat(200)}`,
    'differing behind many': (index) => `${'x'.repeat(300)}${words(index)}`,
    'with the same sum of words': (index) => `${words(index)}${words(50_000_000 - index)}`,
    'with the same exclusive or of words': (index) => `${words(index)}${words(index)}`,
    'powers of two apart': (index) => String.fromCharCode(0x4000 + (index & 0xff), 0x4000 + (index >> 8)),
  };
  const probes = Object.values(kinds).map((make) =>
    countProbes(
      Array.from({ length: count }, (_, i) => make(i)),
      7n,
    ),
  );
  // A value is found in its own slot or shortly behind it: the second coming of each is one look at least.
  for (const one of probes) expect(one / count).toBeLessThan(3 * (probes[0] / count));
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
