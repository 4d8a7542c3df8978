import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../demo/random/random.ts';
import { doorLogType, writeDoorLogType } from '../bad-input/door-log-type.ts';
import { Home } from '../command/home.ts';
import { checkFiles, checkOnce, generation } from './check-data.ts';
import { killRandomly } from './kill-randomly.ts';

const kills = Number(process.env.KUSHI_RELOAD_KILLS ?? '20');
const objects = 500;
/** Large enough for several commits, so that a reload can die between them. */
const linesOfOne = 2500;
const linesOfOthers = 4;
const records = linesOfOne + (objects - 1) * linesOfOthers;
const home = new Home('logtypes: [own]\nbatch: { rows: 1000000 }\n');
let one: string;

/** The mapping as of a version, which every row tells as its action. */
function map(version: number): void {
  writeDoorLogType(home, { 'mapping.yml': doorLogType['mapping.yml'].replace('opened\n', `v${version}\n`) });
}

const lines = (user: string, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const second = String(index % 60).padStart(2, '0');
    return `2026-05-01T00:00:${second}Z ${user} opened gate-${index}-${'x'.repeat(80)}\n`;
  }).join('');

beforeAll(async () => {
  map(0);
  one = home.write('logs/door-one.log', lines('one', linesOfOne));
  for (let index = 1; index < objects; index++) home.write(`logs/door-${index}.log`, lines('other', linesOfOthers));
  expect((await home.run(['load', home.logs])).code).toBe(0);
});
afterAll(() => home.remove());

interface Row {
  readonly event: { readonly id: string; readonly action: string };
  readonly user: { readonly name: string };
}

/** Rows of the reloaded object and of its neighbours, by the version of the mapping that made them. */
async function versions(): Promise<{ one: Record<string, number>; others: Record<string, number> }> {
  const rows = await home.ask<Row>(['search', '--limit', '0', '--fields', 'event.id,event.action,user.name']);
  const found = { one: {} as Record<string, number>, others: {} as Record<string, number> };
  for (const { event, user } of rows) {
    const counts = user.name === 'one' ? found.one : found.others;
    counts[event.action] = (counts[event.action] ?? 0) + 1;
  }
  return found;
}

const others = { v0: (objects - 1) * linesOfOthers };

test('all objects share a segment', async () => {
  expect(await checkFiles(home)).toBe(2);
});

test(`one of ${objects} objects reloaded with another mapping, during queries and ${kills} kills: all old or all new`, async () => {
  const random = createRandom(process.env.FUZZ_SEED ?? '7');
  // Reads the object in several commits, of which only the last may show.
  const env = { KUSHI_BATCH_ROWS: '250' };
  let live = 0;
  let version = 0;
  let shown = await generation(home, one);
  for (let killed = 0; killed < kills; ) {
    map(++version);
    const either = [{ [`v${live}`]: linesOfOne }, { [`v${version}`]: linesOfOne }];
    for (let isOld = true; isOld; ) {
      const query = wait(random.int(600)).then(versions);
      const { signal, code, stderr } = await killRandomly(home, ['load', '--reload', one], { random, most: 16, env });
      const during = await query;
      expect(either).toContainEqual(during.one);
      expect(during.others).toEqual(others);
      if (signal === null) expect(code, stderr).toBe(0);
      const after = await generation(home, one);
      isOld = after === shown;
      shown = after;
      if (!isOld) live = version;
      else if (random.chance(0.3)) break;
      if (isOld) killed++;
    }
  }
  map(++version);
  expect((await home.run(['load', '--reload', one], env)).code).toBe(0);
  expect(await versions()).toEqual({ one: { [`v${version}`]: linesOfOne }, others });
  await checkOnce(home, records);
  await checkFiles(home);
});
