import { expect, test } from 'vitest';
import type { Engine, LiveSegment, Snapshot } from '../../engines/engine.ts';
import { createMemoryEngine } from '../../engines/memory/engine.ts';
import { keepSnapshot, snapshotAgain } from './kept-snapshots.ts';

const engine = (): Engine =>
  createMemoryEngine({
    fieldTypes: () => undefined,
    openRecord: () => ({ values: () => [], keywords: () => [] }),
    entities: () => new Map(),
  });

const segment = (madeAt: number, level = 0) => ({ id: `${madeAt.toString(36)}-0123456789`, level }) as LiveSegment;
const snapshotOf = (...segments: LiveSegment[]): Snapshot => ({ segments });
const minute = 60_000;
const asked = 1_795_000_000_000;

test('a snapshot is remembered for those who page on, while its files are there', () => {
  const one = engine();
  const first = snapshotOf(segment(asked - minute));
  const { name } = keepSnapshot(one, first, asked);
  const now = snapshotOf(segment(asked - minute), segment(asked + minute));
  const again = (at: number) => snapshotAgain(one, now, { name, asked, now: at });
  expect(again(asked + 2 * minute)).toBe(first);
  expect(again(asked + 13 * minute)).toBe(first);
  expect(again(asked + 15 * minute)).not.toBe(first);
  expect(keepSnapshot(one, first, asked + minute).name).toBe(name);
  expect(snapshotAgain(one, first, { name, asked, now: asked + 60 * minute })).toBe(first);
});

test('without it nothing is shown that was loaded since, unless a merge has mixed it in', () => {
  const old = segment(asked - minute);
  const merged = segment(asked + minute, 1);
  const now = snapshotOf(old, segment(asked + 1), merged);
  const again = snapshotAgain(engine(), now, { name: 'of.another.process', asked, now: asked + minute });
  expect(again.segments).toEqual([old, merged]);
});

test('names differ, and the oldest are forgotten', () => {
  const one = engine();
  const names = Array.from(
    { length: 600 },
    (_, n) => keepSnapshot(one, snapshotOf(segment(asked + n)), asked + n).name,
  );
  expect(new Set(names).size).toBe(600);
  const now = snapshotOf();
  const isKept = (name: string) => snapshotAgain(one, now, { name, asked, now: asked + 600 }).segments.length === 1;
  expect([isKept(names[0]), isKept(names[599])]).toEqual([false, true]);
});
