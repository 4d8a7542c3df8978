import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateDemo } from '../../../demo/generate-demo.ts';
import { loadConfig } from '../../config/load-config.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import { loadLocations } from '../../pipeline/load-locations.ts';
import { type OpenData, openData } from '../../pipeline/open-data.ts';
import { openLocations } from '../../pipeline/open-locations.ts';
import { fileEtags } from '../../state/file-etags.ts';
import { actorJson } from '../../timeline/actor-json.ts';
import { type Investigation, investigateActor } from '../../timeline/investigate-actor.ts';
import { formatActor } from '../output/actor/actor-text.ts';
import { programVoice } from '../output/terminal-voice.ts';

interface TruthEntry {
  readonly step: string;
  readonly dataset: string;
  /** `<bucket>/<key>` below the demo's logs. */
  readonly object: string;
  readonly offset: number;
}

interface Demo {
  readonly data: OpenData;
  readonly truth: readonly TruthEntry[];
  readonly leakedKey: string;
  /** Names of loaded objects by id. */
  readonly names: ReadonlyMap<string, string>;
}

const folders: string[] = [];
const opened: OpenData[] = [];

async function loadDemo(seed: string): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'kushi-actor-'));
  folders.push(folder);
  await generateDemo({ out: folder, seed, end: new Date('2026-03-19T14:23:45Z'), scale: 0.1 });
  const config = loadConfig({ env: { KUSHI_DATA: join(folder, 'data') }, cwd: folder });
  const writing = await openData(config, { write: true });
  const locations = await openLocations([join(folder, 'logs')], config, { files: fileEtags(writing.db) });
  const { signal } = new AbortController();
  await loadLocations(locations, { config, data: writing, reload: false, signal, onProgress: () => {} });
  await writing.close();
  const data = await openData(config, { write: false });
  opened.push(data);
  const objects = await data.db.selectFrom('objects').select(['id', 'name']).execute();
  const story = await readFile(join(folder, 'story.md'), 'utf8');
  return {
    data,
    truth: JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8')),
    leakedKey: /key (ASIA\w+)/.exec(story)?.[1] ?? '',
    names: new Map(objects.map(({ id, name }) => [id, name])),
  };
}

async function investigate({ data }: Demo, id: string): Promise<Investigation> {
  const found = await investigateActor(data, data.db, { id, range: {} });
  if (found.identity === null) throw new Error(`${id} was not resolved`);
  return found;
}

afterAll(async () => {
  for (const data of opened) await data.close();
  for (const folder of folders) await rm(folder, { recursive: true });
});

describe.each(['1', 'another'])('the incident of demo %s, asked by the stolen key', (seed) => {
  let demo: Demo;
  let found: Investigation;
  beforeAll(async () => {
    demo = await loadDemo(seed);
    found = await investigate(demo, demo.leakedKey);
  });

  test('every record with a name or an address of the attacker is in the timeline', () => {
    const told = new Set(found.events.map(({ object, offset }) => `${demo.names.get(object)} ${offset}`));
    // Flows between the load balancer and its targets carry neither.
    const inside = demo.truth.filter(({ dataset }) => dataset !== 'aws.vpcflow');
    const untold = inside.filter(
      ({ object, offset }) => ![...told].some((name) => name.endsWith(`${object} ${offset}`)),
    );
    expect(untold).toEqual([]);
    expect(demo.truth.length).toBeGreaterThan(50);
    const steps = new Set(demo.truth.map(({ step }) => step));
    expect(steps.size).toBe(8);
  });

  test('calls with its keys are exact, requests from its address are weak', () => {
    const evidence = (dataset: string) =>
      new Set(found.events.filter((e) => e.dataset === dataset).map((e) => e.evidence));
    expect(evidence('aws.cloudtrail')).toEqual(new Set(['exact']));
    expect(evidence('aws.waf')).toEqual(new Set(['weak']));
  });

  test('the chain begins at an instance and crosses three accounts', () => {
    const { stations } = found.chain;
    expect(stations.map(({ kind }) => kind)).toContain('instance');
    expect(new Set(stations.flatMap(({ account }) => account ?? [])).size).toBe(3);
    for (const { kind, links } of stations) expect(links.length).toBe(kind === 'instance' ? 0 : 1);
  });

  test('from the last key the chain leads back to the same stations', async () => {
    const last = found.chain.stations.find(({ id }) => id.startsWith('AKIA'));
    const back = await investigate(demo, last?.id ?? '');
    const ids = ({ chain }: Investigation) => chain.stations.map(({ id }) => id).sort();
    expect(ids(back)).toEqual(ids(found));
  });

  test('the attacker is new for the role, and what was made and read is told', () => {
    expect(found.novelty.values.map(({ field }) => field)).toContain('source.ip');
    expect(found.novelty.baselines.map(({ status }) => status)).toContain('first-seen');
    expect(found.touched.created.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['user', 'access key']));
    expect(found.touched.read.find(({ kind }) => kind === 'object')?.count).toBeGreaterThan(5);
  });

  test('the stopped trail is what cannot be seen', () => {
    const stopped = found.gaps.find(({ kind }) => kind === 'logging-stopped');
    expect(stopped).toMatchObject({ dataset: 'aws.cloudtrail', until: null, evidence: { eventsAfter: 0 } });
    expect(stopped?.proof?.action).toBe('StopLogging');
  });

  test('a person can read it, and a program', () => {
    const text = formatActor(found);
    for (const part of [demo.leakedKey, 'Chain', 'Timeline', 'StopLogging', 'Cannot see']) expect(text).toContain(part);
    const document = JSON.parse(jsonLine(actorJson(found, programVoice)));
    expect(Object.keys(document)).toEqual(['actor', 'events', 'chain', 'alerts', 'new', 'touched', 'cannotSee']);
    expect(document.events.length).toBe(found.events.length);
    expect(document.alerts.length).toBeGreaterThan(2);
  });
});
