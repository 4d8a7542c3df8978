import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column, TextColumn } from '../batch/column.ts';
import { ColumnMemory } from '../batch/column-memory.ts';
import { GrowingDictionary } from '../batch/dictionary.ts';
import { commonKind, convertColumn } from './convert-column.ts';
import { createColumnJoiner } from './join-columns.ts';

const fuzz = {
  numRuns: 1e6,
  interruptAfterTimeLimit: Number(process.env.FUZZ_SECONDS ?? 2) * 500,
  seed: Number(process.env.FUZZ_SEED ?? 1),
};

function textColumn(values: readonly (string | null)[]): TextColumn {
  const dictionary = new GrowingDictionary();
  const ids = Uint32Array.from(values, (value) => (value === null ? 0 : dictionary.put(value)));
  return { kind: 'text', ids, dictionary };
}

const textsOf = ({ ids, dictionary }: TextColumn) => Array.from(ids, (id) => (id === 0 ? null : dictionary.text(id)));
const every = (column: TextColumn) => Uint32Array.from(column.ids.keys());

function join(parts: readonly (TextColumn | null)[], options: { rows: number; unique: boolean }): TextColumn {
  const { rows, unique } = options;
  const joiner = createColumnJoiner('text', { rows, unique: unique ? 10 : null, seed: 7, memory: new ColumnMemory() });
  for (const part of parts) joiner.append(part, part === null ? new Uint32Array(2) : every(part));
  return joiner.finish() as TextColumn;
}

test('joined texts are the texts one after the other, each value with one id', () => {
  const part = fc.option(
    fc.array(fc.option(fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('ü', '😀', 'x'.repeat(100))))),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), fc.boolean(), (parts, unique) => {
      const columns = parts.map((values) => (values === null ? null : textColumn(values)));
      const expected = parts.flatMap((values) => values ?? [null, null]);
      const joined = join(columns, { rows: expected.length, unique });
      expect(textsOf(joined)).toEqual(expected);
      const present = expected.filter((value) => value !== null);
      expect(joined.dictionary.size).toBe(unique ? present.length : new Set(present).size);
      expect(joined.dictionary.unique).toBe(unique);
    }),
    fuzz,
  );
});

test('many values keep apart', () => {
  const values = Array.from({ length: 20_000 }, (_, index) => `value-${index % 9_000}`);
  const columns = [textColumn(values.slice(0, 12_000)), textColumn(values.slice(12_000))];
  const joined = join(columns, { rows: values.length, unique: false });
  expect(textsOf(joined)).toEqual(values);
  expect(joined.dictionary.size).toBe(9_000);
});

test.each<[Column['kind'], Column['kind'], Column['kind']]>([
  ['text', 'text', 'text'],
  ['text', 'list', 'list'],
  ['int64', 'list', 'list'],
  ['int64', 'double', 'double'],
  ['int64', 'text', 'text'],
  ['boolean', 'double', 'text'],
])('%s and %s are stored as %s', (a, b, common) => {
  expect(commonKind(a, b)).toBe(common);
  expect(commonKind(b, a)).toBe(common);
});

test('numbers and flags become the texts people write', () => {
  const int64: Column = { kind: 'int64', words: Int32Array.of(-5, -1, 0, 0, 7, 0), present: Uint8Array.of(1, 0, 1) };
  expect(textsOf(convertColumn(int64, 'text') as TextColumn)).toEqual(['-5', null, '7']);
  expect(convertColumn(int64, 'double')).toMatchObject({
    values: Float64Array.of(-5, 0, 7),
    present: Uint8Array.of(1, 0, 1),
  });
  const double: Column = { kind: 'double', values: Float64Array.of(0.5, 1), present: null };
  expect(textsOf(convertColumn(double, 'text') as TextColumn)).toEqual(['0.5', '1']);
  const flags: Column = { kind: 'boolean', values: Uint8Array.of(0, 1, 2) };
  expect(textsOf(convertColumn(flags, 'text') as TextColumn)).toEqual([null, 'false', 'true']);
});
