import { rmSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { createRandom } from '../../demo/random/random.ts';
import { KushiError } from '../../src/core/error/error.ts';
import { Home } from '../command/home.ts';
import { nginxLine } from '../command/nginx-lines.ts';
import { checkEquations, checkFiles, checkOnce, ledger, matches } from './check-data.ts';
import { writeLogs } from './inputs.ts';
import { killRandomly } from './kill-randomly.ts';

const seed = process.env.FUZZ_SEED ?? '7';
const kills = Number(process.env.KUSHI_KILLS ?? '50');
const homes: Home[] = [];

afterEach(() => {
  for (const home of homes.splice(0)) home.remove();
});

function newHome(config: string): Home {
  const home = new Home(config);
  homes.push(home);
  return home;
}

interface Killing {
  readonly objects: number;
  readonly records: number;
  readonly random: ReturnType<typeof createRandom>;
  /** Files a run may add before it is killed. */
  readonly most: number;
}

/** A kill may come before the ledger is made. */
async function loadedObjects(home: Home): Promise<number> {
  try {
    return (await ledger(home)).objects.loaded;
  } catch (error) {
    if (error instanceof KushiError && error.code === 'DATA_FOLDER_INVALID') return 0;
    throw error;
  }
}

/** Loads with kills until all is loaded. Returns how many kills left work behind. */
async function loadKilled(home: Home, { objects, records, random, most }: Killing): Promise<number> {
  for (let killed = 0; ; ) {
    const { code, signal, stderr } = await killRandomly(home, ['load', home.logs], { random, most });
    if (signal === null) {
      expect(code, stderr).toBe(0);
      await checkOnce(home, records);
      await checkFiles(home);
      return killed;
    }
    const loaded = await loadedObjects(home);
    if (loaded < objects) killed++;
    if (killed % 5 === 4 && loaded > 0) await checkEquations(home);
  }
}

test(`${kills} kills at random moments with work outstanding: 0 lost, 0 doubled`, async () => {
  const random = createRandom(seed);
  const home = newHome('batch: { rows: 40 }\n');
  const objects = 150;
  const records = writeLogs(home, { objects, lines: 20, days: 2 });
  const found: string[][] = [];
  for (let killed = 0; killed < kills; ) {
    killed += await loadKilled(home, { objects, records, random, most: 30 });
    found.push(await matches(home));
    rmSync(home.data, { recursive: true });
  }
  for (const other of found) expect(other).toEqual(found[0]);
});

test('kills while several threads read: 0 lost, 0 doubled', async () => {
  const random = createRandom(`${seed}/threads`);
  const home = newHome('batch: { rows: 200 }\nlimits: { workers: 2 }\n');
  const objects = 60;
  const lines = 120;
  const agent = 'x'.repeat(4000);
  for (let index = 0; index < objects; index++) {
    const time = Date.UTC(2026, 4, 1) + index * 1000;
    const line = (row: number) => nginxLine({ time: time + row, address: `192.0.2.${row}`, path: `/${row}`, agent });
    home.write(
      `logs/nginx-access-${index}.log`,
      `${Array.from({ length: lines }, (_, row) => line(row)).join('\n')}\n`,
    );
  }
  const killed = await loadKilled(home, { objects, records: objects * lines, random, most: 12 });
  expect(killed).toBeGreaterThan(2);
});

test('SIGTERM: what was read is committed, the command ends with 130, and the next one goes on', async () => {
  const home = newHome('batch: { rows: 40 }\n');
  const objects = 400;
  const records = writeLogs(home, { objects, lines: 20 });
  const options = { random: createRandom(`${seed}/stop`), least: 20, most: 40, with: 'SIGTERM' } as const;
  const { code, signal, stderr } = await killRandomly(home, ['load', home.logs], options);
  expect({ code, signal }, stderr).toEqual({ code: 130, signal: null });
  const { loaded, waiting } = (await ledger(home)).objects;
  expect(loaded).toBeGreaterThan(0);
  expect(waiting).toBeGreaterThan(0);
  await checkFiles(home);
  expect((await home.run(['load', home.logs])).code).toBe(0);
  await checkOnce(home, records);
});
