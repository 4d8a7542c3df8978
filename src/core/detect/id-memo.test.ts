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
