import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { generateDemo } from '../../demo/generate-demo.ts';
import { loadConfig } from '../config/load-config.ts';
import { listAlerts } from '../state/alerts.ts';
import { snapshot } from '../state/catalog.ts';
import { fileEtags } from '../state/file-etags.ts';
import { linkStories } from './link-stories.ts';
import { loadLocations } from './load-locations.ts';
import { type OpenData, openData } from './open-data.ts';
import { openLocations } from './open-locations.ts';

const folders: string[] = [];
const opened: OpenData[] = [];
afterAll(async () => {
  for (const data of opened) await data.close();
  for (const folder of folders) await rm(folder, { recursive: true });
});

interface Demo {
  readonly data: OpenData;
  /** `<bucket>/<key> <offset>` of the incident's records in logs of AWS accounts, where people have names. */
  readonly incident: ReadonlySet<string>;
}

async function loadDemo(seed: string): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'kushi-stories-'));
  folders.push(folder);
  await generateDemo({ out: folder, seed, end: new Date('2026-03-19T14:23:45Z'), scale: 0.1 });
  const config = loadConfig({ env: { KUSHI_DATA: join(folder, 'data') }, cwd: folder });
  const data = await openData(config, { write: true });
  opened.push(data);
  const locations = await openLocations([join(folder, 'logs')], config, { files: fileEtags(data.db) });
  const { signal } = new AbortController();
  await loadLocations(locations, { config, data, reload: false, signal, onProgress: () => {} });
  const truth: { dataset: string; object: string; offset: number }[] = JSON.parse(
    await readFile(join(folder, 'truth.json'), 'utf8'),
  );
  const named = truth.filter(({ dataset }) => ['aws.cloudtrail', 'aws.guardduty'].includes(dataset));
  return { data, incident: new Set(named.map(({ object, offset }) => `${object} ${offset}`)) };
}

async function incidentAlerts({ data, incident }: Demo): Promise<Set<string>> {
  const matches = await data.db
    .selectFrom('matches')
    .innerJoin('objects', 'objects.id', 'matches.object')
    .select(['objects.name', 'matches.offset', 'matches.alert'])
    .execute();
  const isOf = (name: string, offset: number) => [...incident].some((one) => `${name} ${offset}`.endsWith(one));
  return new Set(matches.flatMap(({ name, offset, alert }) => (isOf(name, offset) ? [alert] : [])));
}

describe.each(['parcels', 'second'])('the demo of seed %s', (seed) => {
  test('has its incident in one story, with nothing else in it, also when it is linked again', async () => {
    const demo = await loadDemo(seed);
    const { db, engine } = demo.data;
    const incident = await incidentAlerts(demo);
    expect(incident.size).toBeGreaterThanOrEqual(5);
    const alerts = await listAlerts(db);
    const stories = new Set(alerts.filter(({ id }) => incident.has(id)).map(({ story }) => story));
    expect(stories.size).toBe(1);
    const [story] = stories;
    expect(story).not.toBeNull();
    expect(new Set(alerts.filter((alert) => alert.story === story).map(({ id }) => id))).toEqual(incident);
    expect(alerts.filter(({ entity, story: of }) => entity.kind === 'source.ip' && of !== null)).toEqual([]);
    const all = alerts.map(({ id }) => id).reverse();
    expect(await linkStories({ engine, snapshot: await snapshot(db) }, db, all)).toEqual([]);
  });
});
