import { afterEach, expect, test } from 'vitest';
import type { FailPoint } from '../../src/pipeline/fail-point.ts';
import { Home } from '../command/home.ts';
import { ageGarbage, checkEquations, checkFiles, checkOnce, matches } from './check-data.ts';
import { writeLogs } from './inputs.ts';

const small = 'batch: { rows: 50 }\n';
const homes: Home[] = [];

afterEach(() => {
  for (const home of homes.splice(0)) home.remove();
});

function newHome(config = small): Home {
  const home = new Home(config);
  homes.push(home);
  return home;
}

/** Runs a command that dies at the n-th passing of a point. */
async function killAt(home: Home, point: FailPoint, count: number, words: readonly string[]): Promise<void> {
  const { signal, stderr } = await home.run(words, { KUSHI_FAIL_POINT: `${point}:${count}` });
  expect(signal, `${point}:${count} was passed: ${stderr}`).toBe('SIGKILL');
}

async function succeed(home: Home, words: readonly string[]): Promise<void> {
  const { code, stderr } = await home.run(words);
  expect(code, stderr).toBe(0);
}

test('a load killed at each point of it, one after the other: everything once after the last', async () => {
  const logs = { objects: 40, lines: 25, days: 2 };
  const home = newHome();
  const records = writeLogs(home, logs);
  const points: readonly [FailPoint, number][] = [
    ['load.offered', 1],
    ['load.written', 1],
    ['load.written', 3],
    ['load.reindexed', 2],
    ['load.committed', 1],
    ['load.committed', 4],
  ];
  for (const [point, count] of points) {
    await killAt(home, point, count, ['load', home.logs]);
    await checkEquations(home);
  }
  await succeed(home, ['load', home.logs]);
  await checkOnce(home, records);
  await checkFiles(home);
  const undisturbed = newHome();
  writeLogs(undisturbed, logs);
  await succeed(undisturbed, ['load', undisturbed.logs]);
  expect((await matches(home)).length).toBe((await matches(undisturbed)).length);
});

test('a reload killed at each point of it: counts and matches stay at every moment', async () => {
  const home = newHome();
  const records = writeLogs(home, { objects: 8, lines: 25, days: 2 });
  await succeed(home, ['load', home.logs]);
  const found = await matches(home);
  const points: readonly [FailPoint, number][] = [
    ['load.offered', 1],
    ['load.written', 1],
    ['load.reindexed', 1],
    ['load.reindexed', 2],
    ['load.committed', 1],
  ];
  for (const [point, count] of points) {
    await killAt(home, point, count, ['load', '--reload', home.logs]);
    await checkOnce(home, records);
  }
  await succeed(home, ['load', '--reload', home.logs]);
  await checkOnce(home, records);
  await checkFiles(home);
  expect(await matches(home)).toEqual(found);
});

test('a compaction killed at each point of it: counts stay, and the next load goes on', async () => {
  const home = newHome('batch: { rows: 1 }\n');
  const records = writeLogs(home, { objects: 50, lines: 2 });
  const points: readonly [FailPoint, number][] = [
    ['compact.rewritten', 1],
    ['compact.committed', 1],
  ];
  for (const [point, count] of points) {
    await killAt(home, point, count, ['load', home.logs]);
    await checkEquations(home);
  }
  await succeed(home, ['load', home.logs]);
  await checkOnce(home, records);
  await ageGarbage(home);
  await killAt(home, 'compact.removed', 1, ['load', home.logs]);
  await checkOnce(home, records);
  await succeed(home, ['load', home.logs]);
  await checkOnce(home, records);
  await checkFiles(home);
});

test('an expiry killed behind its commit: what expired is counted once', async () => {
  const home = newHome();
  const old = writeLogs(home, { objects: 4, lines: 25 });
  const fresh = 25;
  const today = new Home(small);
  homes.push(today);
  writeLogs(today, { objects: 1, lines: fresh, first: Math.floor(Date.now() / 86_400_000) * 86_400_000 - 86_400_000 });
  await succeed(home, ['load', home.logs, today.logs]);
  home.configure(`${small}retention: { default: 10d }\n`);
  await killAt(home, 'expire.committed', 1, ['load', home.logs]);
  await checkEquations(home);
  await succeed(home, ['load', home.logs]);
  await checkEquations(home);
  await checkOnce(home, fresh);
  expect((await home.ledger()).records).toMatchObject({ events: old + fresh, expired: old });
});
