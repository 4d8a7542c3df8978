import { expect, test } from 'vitest';
import { SpareBytes } from './spare-bytes.ts';

test('what was given is taken once, if it is large enough', () => {
  const spare = new SpareBytes();
  const bytes = new Uint8Array(100);
  spare.give(bytes.subarray(10, 20));
  expect(spare.take(101).buffer).not.toBe(bytes.buffer);
  const taken = spare.take(60);
  expect([taken.buffer, taken.length]).toEqual([bytes.buffer, 100]);
  expect(spare.take(60).buffer).not.toBe(bytes.buffer);
});

test('the largest of all that is given is kept', () => {
  const spare = new SpareBytes();
  for (const length of [10, 30, 20]) spare.give(new Uint8Array(length));
  expect(spare.take(1)).toHaveLength(30);
});
