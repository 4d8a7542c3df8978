import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ColumnMemory } from '../../batch/column-memory.ts';
import { ListInterner } from './list-interner.ts';
import { PairTable } from './pair-table.ts';

const columns = new ColumnMemory();

describe('PairTable', () => {
  test('gives a pair one id, and the id its pair', () => {
    const id = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(id, id), { maxLength: 3000 }), (pairs) => {
        const table = new PairTable();
        const ids = table.index(
          Uint32Array.from(pairs, ([a]) => a),
          Uint32Array.from(pairs, ([, b]) => b),
          columns,
        );
        expect(Array.from(ids, (each) => [table.first(each), table.second(each)])).toEqual(pairs);
        expect(new Set(ids).size).toBe(new Set(pairs.map(String)).size);
        expect(table.size).toBe(new Set(ids).size);
      }),
    );
  });

  test('holds many pairs, and says when they hardly repeat', () => {
    const rows = 50_000;
    const a = Uint32Array.from({ length: rows }, (_, row) => row + 1);
    const b = Uint32Array.from({ length: rows }, (_, row) => (row % 3) * 7);
    const distinct = new PairTable();
    expect(new Set(distinct.index(a, b, columns)).size).toBe(rows);
    expect(distinct.mostlyDistinct).toBe(true);
    expect(distinct.index(a, b, columns)).toEqual(distinct.index(a, b, columns));
    const repeating = new PairTable();
    repeating.index(
      a.map((value) => value % 100),
      b,
      columns,
    );
    expect(repeating.mostlyDistinct).toBe(false);
  });
});

test('ListInterner gives equal lists one id, and the id its list', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat({ max: 5 }), { maxLength: 4 }), { maxLength: 1500 }), (lists) => {
      const interner = new ListInterner();
      const ids = lists.map((list) => interner.put(list));
      expect(ids.map((id) => Array.from(interner.list(id)))).toEqual(lists);
      expect(new Set(ids).size).toBe(new Set(lists.map(String)).size);
      expect(ids.every((id, at) => (id === 0) === (lists[at].length === 0))).toBe(true);
    }),
  );
});
