import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createRandom } from '../../demo/random/random.ts';
import { Home } from '../command/home.ts';
import { nginxLine } from '../command/nginx-lines.ts';

/** A small file system in memory, mounted on the data folder. */
function mount(folder: string, options: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
}

const home = new Home('batch: { rows: 500 }\n');
mkdirSync(home.data);
const canMount = process.getuid?.() === 0 && mount(home.data, 'size=1m');
const unmount = () => {
  if (canMount) spawnSync('umount', [home.data]);
};
unmount();

const objects = 30;
const lines = 500;
if (canMount) {
  const random = createRandom('full');
  for (let object = 0; object < objects; object++) {
    const line = (index: number) =>
      nginxLine({
        time: Date.UTC(2026, 4, 1) + index * 1000,
        address: `192.0.2.${random.int(250)}`,
        path: `/${index}`,
        agent: `agent/${random.int(2 ** 31)}${random.int(2 ** 31)}${random.int(2 ** 31)}`,
      });
    home.write(
      `logs/nginx-access-${object}.log`,
      Array.from({ length: lines }, (_, index) => `${line(index)}\n`).join(''),
    );
  }
}

afterEach(unmount);
afterAll(() => home.remove());

/** From the first transaction to the middle of the segments: what finds no room is the database, or a segment. */
const kibibytes = [40, 100, 400, 1000, 1600];
const name = 'a disk of %i KiB: the load stops with STORAGE_FULL, and goes on when there is room';

test.skipIf(!canMount).each(kibibytes)(canMount ? name : `${name} (skipped: mounting needs root)`, async (size) => {
  expect(mount(home.data, `size=${size}k`)).toBe(true);
  const full = await home.run(['load', home.logs]);
  expect(full.stderr).toMatch(/STORAGE_FULL .*room/);
  expect(full.code).toBe(1);

  expect(spawnSync('mount', ['-o', 'remount,size=64m', home.data]).status).toBe(0);
  if (size > 500) {
    const { objects: o, records: r } = await home.ledger();
    expect(o.offered).toBe(o.loaded + o.known + o.refused + o.skipped + o.waiting);
    expect(await home.count(), 'what was committed stays').toBe(r.events);
  }
  expect((await home.run(['load', home.logs])).code).toBe(0);
  expect(await home.count()).toBe(objects * lines);
  expect((await home.ledger()).objects).toMatchObject({ loaded: objects, waiting: 0 });
});
