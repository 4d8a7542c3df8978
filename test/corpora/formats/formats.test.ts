import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import type { Sighting } from '../../../src/engines/engine.ts';
import { loadContent } from '../../../src/pipeline/content.ts';
import { openEngine } from '../../../src/pipeline/open-engine.ts';
import { snapshot } from '../../../src/state/catalog.ts';
import { openState } from '../../../src/state/open-state.ts';
import { Home } from '../../command/home.ts';
import { nginxLines } from '../../command/nginx-lines.ts';

const versions = readdirSync(import.meta.dirname).filter((name) => /^\d+$/.test(name));
const samples = (version: string) => join(import.meta.dirname, version);

interface Row {
  readonly '@timestamp': string;
  readonly event: { readonly id: string; readonly dataset: string; readonly original: string };
  readonly source?: { readonly ip: string };
  readonly user?: { readonly name: string };
}

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => home.remove());

/** What has to be the same for ever of a stored event. */
function told({ '@timestamp': time, event, source, user }: Row) {
  const { id, dataset, original } = event;
  return { time, id, dataset, original, ip: source?.ip ?? null, user: user?.name ?? null };
}

async function storedRows(): Promise<ReturnType<typeof told>[]> {
  const fields = 'event.id,event.dataset,event.original,source.ip,user.name';
  const rows = await home.ask<Row>(['search', '--limit', '0', '--fields', fields]);
  return rows.map(told).sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function storedSightings(): Promise<readonly Sighting[]> {
  const config = loadConfig({ env: {}, cwd: home.folder });
  const state = await openState(home.data, { write: false });
  const engine = openEngine(config, loadContent({ config, root: join(import.meta.dirname, '../../..') }));
  const sightings = await engine.sightings({ fields: ['source.ip'] }, await snapshot(state.db));
  await engine.close();
  await state.close();
  return sightings;
}

describe.each(versions)('a data folder of version %s', (version) => {
  beforeEach(() => cpSync(samples(version), home.data, { recursive: true }));

  test('is read: events, rejects, alerts, ledger', async () => {
    const expected = readFileSync(join(samples(version), 'expected.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(await storedRows()).toEqual(expected.map((line) => JSON.parse(line)));
    expect(await home.ask(['rejects', 'list'])).toMatchObject([
      { code: 'NO_PATTERN', logType: 'nginx.access', count: 1, example: { offset: 90, raw: 'not a line of a log' } },
    ]);
    expect(await home.ask(['alerts'])).toMatchObject([
      { rule: { title: 'Secret file served by a web server' }, entity: { value: '198.51.100.4' }, count: 1 },
    ]);
    expect((await home.ledger()).records).toMatchObject({ read: 29, events: 28, rejects: 1 });
  });

  test('is read: the entity index is a GROUP BY over the events', async () => {
    const byAddress = new Map<string, number>();
    for (const { ip } of await storedRows()) if (ip !== null) byAddress.set(ip, (byAddress.get(ip) ?? 0) + 1);
    const counts = new Map<string, number>();
    for (const { value, count } of await storedSightings()) counts.set(value, (counts.get(value) ?? 0) + count);
    expect(counts).toEqual(byAddress);
  });

  test('is written: new objects are loaded and merged beside the old', async () => {
    for (let index = 0; index < 22; index++)
      home.write(`logs/nginx-access-${index}.log`, nginxLines(Date.UTC(2026, 4, 1), index + 1));
    const { code, stderr } = await home.run(['load', home.logs], { KUSHI_BATCH_ROWS: '1' });
    expect(code, stderr).toBe(0);
    expect(await home.count()).toBe(28 + (22 * 23) / 2);
    expect(new Set((await storedRows()).map(({ id }) => id)).size).toBe(28 + (22 * 23) / 2);
  });
});
