import { describe, expect, test } from 'vitest';
import type { LiveSegment } from '../engines/engine.ts';
import { fanIn, segmentsToMerge } from './compact.ts';

const segment = (level: number, rows: number): LiveSegment => ({
  id: `${level}-${rows}`,
  dataset: 'test',
  day: '2026-11-24',
  key: 'k',
  entitiesKey: 'e',
  rows,
  bytes: rows,
  first: 0n,
  last: 0n,
  fields: {},
  mapping: '1',
  level,
  dead: [],
});

describe('segmentsToMerge', () => {
  test('nothing is due while a level has room', () => {
    expect(segmentsToMerge(Array.from({ length: fanIn - 1 }, () => segment(0, 1)))).toEqual([]);
  });

  test('all of the lowest full level is merged', () => {
    const fresh = Array.from({ length: fanIn }, () => segment(0, 1));
    const merged = Array.from({ length: fanIn }, () => segment(1, 30));
    expect(segmentsToMerge([...merged, ...fresh])).toEqual(fresh);
    expect(segmentsToMerge(merged)).toEqual(merged);
  });

  test('the last level is not merged again', () => {
    expect(segmentsToMerge(Array.from({ length: 100 }, () => segment(2, 900)))).toEqual([]);
  });

  test('a whole day is rewritten on demand, but not one rewritten segment alone', () => {
    expect(segmentsToMerge([segment(0, 5)], true)).toHaveLength(1);
    expect(segmentsToMerge([segment(2, 5)], true)).toEqual([]);
    expect(segmentsToMerge([{ ...segment(2, 5), dead: [{ object: 'o', generation: 1 }] }], true)).toHaveLength(1);
  });
});

test('10,000 commits of one day leave at most 64 live segments, and each row is written three times', () => {
  let live: LiveSegment[] = [];
  let written = 0;
  let most = 0;
  for (let commit = 0; commit < 10_000; commit++) {
    live.push(segment(0, 1));
    written++;
    for (let due = segmentsToMerge(live); due.length > 0; due = segmentsToMerge(live)) {
      const rows = due.reduce((sum, one) => sum + one.rows, 0);
      written += rows;
      live = [...live.filter((one) => !due.includes(one)), segment(due[0].level + 1, rows)];
    }
    most = Math.max(most, live.length);
  }
  expect(most).toBeLessThanOrEqual(64);
  expect(written / 10_000).toBeLessThanOrEqual(3);
  expect(live.reduce((sum, one) => sum + one.rows, 0)).toBe(10_000);
});
