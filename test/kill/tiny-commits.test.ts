import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { LiveSegment } from '../../src/engines/engine.ts';
import { snapshot } from '../../src/state/catalog.ts';
import { openState } from '../../src/state/open-state.ts';
import { Home } from '../command/home.ts';
import { nginxLine } from '../command/nginx-lines.ts';
import { checkFiles, checkOnce } from './check-data.ts';
import { writeLogs } from './inputs.ts';

/** Enough for merges of merges (22²). Every one writes two files and a transaction; ten thousand take minutes. */
const commits = Number(process.env.KUSHI_TINY_COMMITS ?? '600');
const mostLive = 64;
let home: Home;
afterEach(() => home.remove());

async function liveSegments(): Promise<readonly LiveSegment[]> {
  const state = await openState(home.data, { write: false });
  const { segments } = await snapshot(state.db);
  await state.close();
  return segments;
}

function checkLive(segments: readonly LiveSegment[]): void {
  const days = new Map<string, number>();
  for (const { dataset, day } of segments) days.set(`${dataset} ${day}`, (days.get(`${dataset} ${day}`) ?? 0) + 1);
  for (const [day, count] of days) expect(count, day).toBeLessThanOrEqual(mostLive);
}

/** Bytes of all segment files, those that merges replaced too, as none of them has been removed yet. */
function writtenBytes(): number {
  const folder = join(home.data, 'segments');
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
  return files.filter((file) => file.endsWith('.parquet')).reduce((total, file) => total + statSync(file).size, 0);
}

async function succeed(words: readonly string[]): Promise<void> {
  const { code, stderr } = await home.run(words);
  expect(code, stderr).toBe(0);
}

test(`${commits} tiny commits of one day: counts never waver, few live segments, each byte written three times at most`, async () => {
  home = new Home('batch: { rows: 1 }\n');
  const records = writeLogs(home, { objects: commits, lines: 3 });
  const load = home.start(['load', home.logs]);
  let isOver = false;
  void load.ended.then(() => {
    isOver = true;
  });
  let counted = 0;
  while (!isOver) {
    // A long reader: it sees one snapshot while segments are swapped under it.
    const ids = await home.run(['--json', 'search', '--limit', '0', '--fields', 'event.id']);
    if (ids.code !== 0) {
      expect(ids.stderr).toMatch(/DATA_FOLDER_INVALID/);
      continue;
    }
    const lines = ids.stdout.split('\n').filter((line) => line !== '');
    expect(new Set(lines).size, 'no row twice').toBe(lines.length);
    expect(lines.length, 'no row goes away').toBeGreaterThanOrEqual(counted);
    counted = lines.length;
    checkLive(await liveSegments());
    await wait(500);
  }
  expect((await load.ended).code).toBe(0);
  await checkOnce(home, records);
  const segments = await liveSegments();
  checkLive(segments);
  await checkFiles(home);
  const fresh = writtenFresh(segments);
  expect(writtenBytes() / fresh, 'write amplification').toBeLessThanOrEqual(3);
});

/** What the commits themselves wrote: files of level 0, known by their rows, as every commit here has three. */
function writtenFresh(segments: readonly LiveSegment[]): number {
  const sizes = segments.filter(({ level }) => level === 0).map(({ bytes }) => bytes);
  expect(sizes.length).toBeGreaterThan(0);
  return (sizes.reduce((total, bytes) => total + bytes, 0) / sizes.length) * commits;
}

test('late rows for a compacted day, and equal lines and updated findings, keep their counts', async () => {
  home = new Home('batch: { rows: 1 }\n');
  writeLogs(home, { objects: 25, lines: 2 });
  await succeed(['load', home.logs]);
  expect(
    (await liveSegments()).some(({ level }) => level > 0),
    'the day is compacted',
  ).toBe(true);

  const equal = `${nginxLine({ time: Date.UTC(2026, 4, 1), address: '192.0.2.7', path: '/same' })}\n`;
  home.write('late/nginx-access-equal.log', equal.repeat(1000));
  for (let update = 1; update <= 5; update++)
    home.write(`late/AWSLogs/111122223333/GuardDuty/eu-west-1/2026/05/01/${update}.jsonl`, `${finding(update)}\n`);
  for (let index = 0; index < 25; index++)
    home.write(
      `late/nginx-access-${index}.log`,
      nginxLine({ time: Date.UTC(2026, 4, 1), address: '192.0.2.8', path: '/' }),
    );
  await succeed(['load', join(home.folder, 'late')]);
  await checkOnceOf('url.path: "/same"', 1000);
  await checkOnceOf('event.dataset: aws.guardduty', 5);
  await checkOnceOf('source.ip: 192.0.2.8 and url.path: "/"', 25);
});

async function checkOnceOf(kql: string, count: number): Promise<void> {
  expect(await home.count(kql), kql).toBe(count);
}

/** One finding as GuardDuty exports it each time it was seen again. */
function finding(update: number): string {
  return JSON.stringify({
    schemaVersion: '2.0',
    accountId: '111122223333',
    region: 'eu-west-1',
    partition: 'aws',
    id: '00000000000000000000000000000001',
    arn: 'arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/00000000000000000000000000000001',
    type: 'Recon:EC2/PortProbeUnprotectedPort',
    resource: { resourceType: 'Instance' },
    service: { serviceName: 'guardduty', detectorId: 'd', count: update },
    severity: 2,
    createdAt: '2026-05-01T00:00:00.000Z',
    updatedAt: `2026-05-01T0${update}:00:00.000Z`,
    title: 'Unprotected port is being probed.',
    description: 'A port is being probed.',
  });
}
