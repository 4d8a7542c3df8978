import { expect, test } from 'vitest';
import { ColumnMemory } from '../../batch/column-memory.ts';
import { type Dictionary, GrowingDictionary, type Place, ValueKind } from '../../batch/dictionary.ts';
import { copiedIds } from './copied-ids.ts';
import { IdTable } from './id-table.ts';

const absent = new Set(['', 'n/a', 'größe']);
const dictionary = new GrowingDictionary();
const id = {
  a: dictionary.put('a'),
  empty: dictionary.put(''),
  spelt: dictionary.put('n/a'),
  sameLength: dictionary.put('n/b'),
  wide: dictionary.put('größe'),
  number: dictionary.put('7', ValueKind.number),
  flag: dictionary.put('true', ValueKind.boolean),
  nothing: dictionary.put('null', ValueKind.null),
  object: dictionary.put('{}', ValueKind.json),
};

/** The same values as bytes, as the tokeniser keeps them. */
const placed: Dictionary = {
  size: dictionary.size,
  unique: true,
  text: (value) => dictionary.text(value),
  kind: (value) => dictionary.kind(value),
  place(value, place: Place) {
    place.bytes = new TextEncoder().encode(dictionary.text(value));
    place.start = 0;
    place.end = place.bytes.length;
  },
};

const tables = () => ({ known: new IdTable(), columns: new ColumnMemory() });

test.each([
  ['texts', dictionary],
  ['bytes', placed],
])('what means nothing is absent, all else is copied; of %s', (_, values) => {
  const ids = Uint32Array.of(id.a, 0, id.empty, id.spelt, id.sameLength, id.wide, id.number, id.flag, id.nothing);
  const expected = Uint32Array.of(id.a, 0, 0, 0, id.sameLength, 0, id.number, id.flag, 0);
  expect(copiedIds({ ids, dictionary: values }, absent, tables())).toEqual(expected);
  expect(ids[2]).toBe(id.empty);
});

test('ids that need no change are the very same, and objects are left to the mapping', () => {
  const ids = Uint32Array.of(id.a, id.number);
  expect(copiedIds({ ids, dictionary: placed }, absent, tables())).toBe(ids);
  expect(copiedIds({ ids: Uint32Array.of(id.a, id.object), dictionary: placed }, absent, tables())).toBeNull();
});
