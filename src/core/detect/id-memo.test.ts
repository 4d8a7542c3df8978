import { expect, test } from 'vitest';
import { createIdMemo, maxRemembered } from './id-memo.ts';

test('ids are looked at once, those beyond the limit once a batch', () => {
  const memo = createIdMemo();
  const looked: number[] = [];
  const look = (id: number): number => {
    looked.push(id);
    return id + 1;
  };
  const ids = Uint32Array.from([3, 0, maxRemembered + 5, 3, maxRemembered + 5]);
  const into = new Uint32Array(5);
  for (const size of [10, maxRemembered + 5]) {
    memo.fill({ ids, rows: 5, size }, into, look);
    expect([...into]).toEqual([4, 0, maxRemembered + 6, 4, maxRemembered + 6]);
  }
  expect(looked).toEqual([3, maxRemembered + 5, maxRemembered + 5]);
});

test('whether every id has one finding is told as ids come', () => {
  const memo = createIdMemo();
  const looked: number[] = [];
  const look = (id: number): number => {
    looked.push(id);
    return id < 4 ? 1 : 2;
  };
  expect(memo.isEvery(1, 3, look)).toBe(true);
  expect(memo.isEvery(1, 3, look)).toBe(true);
  expect(memo.isEvery(1, 6, look)).toBe(false);
  expect(memo.isEvery(1, 7, look)).toBe(false);
  expect(looked).toEqual([1, 2, 3, 4]);
  expect(memo.isEvery(1, maxRemembered, look)).toBe(false);
});
