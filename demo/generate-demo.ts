import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEveryday, writeInsight } from './everyday.ts';
import { createCast } from './incident/cast.ts';
import { createIncident } from './incident/incident.ts';
import { tellStory } from './incident/tell-story.ts';
import { createLogWriters } from './log-writers.ts';
import { asnDatabase, cityDatabase } from './mmdb/databases.ts';
import { createObjectStore } from './objects/object-store.ts';
import { deliveryWindow } from './objects/window.ts';
import { createRandom } from './random/random.ts';
import { day, hour } from './time/stamp.ts';
import { createWorld } from './world/world.ts';

export interface DemoOptions {
  /** Folder for `logs/<bucket>/<key>`, `geo/*.mmdb`, `truth.json`, `story.md`; made when absent, not emptied. */
  readonly out: string;
  /** Picks names, accounts, actors, times. */
  readonly seed: string;
  /** End of the logs. */
  readonly end: Date;
  /** 1 is about 200,000 records. */
  readonly scale: number;
  /** Part of the period that is written, in [0, 1]. */
  readonly onProgress?: (part: number) => void;
}

export interface DemoSummary {
  readonly objects: number;
  /** Dataset → records. */
  readonly records: Readonly<Record<string, number>>;
}

/** Days of everyday life and hours of the incident behind them. */
const baseSpan = 31 * day;
const incidentHours = 20 * hour;

async function writeBeside(options: DemoOptions, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  await mkdir(join(options.out, 'geo'), { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(options.out, name), content);
}

/** Writes the demo company's logs. The same seed, end and scale give the same bytes. */
export async function generateDemo(options: DemoOptions): Promise<DemoSummary> {
  const random = createRandom(options.seed);
  const end = options.end.getTime();
  const first = Math.floor((end - baseSpan - incidentHours) / hour) * hour;
  const world = createWorld(random.fork('world'));
  const store = createObjectStore(join(options.out, 'logs'), end, random.fork('keys'));
  const writers = createLogWriters(world, store, deliveryWindow(options.scale));
  const cast = createCast(world, random.fork('cast'), end);
  const incident = createIncident(world, random.fork('incident'), writers, cast);
  const everyday = createEveryday(world, random.fork('everyday'), writers, options.scale);
  const insight = first + random.fork('insight').between(6 * 24, 24 * 24) * hour;
  for (let start = first; start < end; start += hour) {
    everyday(start);
    incident(start);
    if (start === insight) writeInsight(world, random.fork('insight'), writers, start);
    await store.flush(start + hour);
    options.onProgress?.((start - first) / (end - first));
  }
  const { objects, records, truth } = await store.close();
  await writeBeside(options, {
    'geo/city.mmdb': cityDatabase(first),
    'geo/asn.mmdb': asnDatabase(first),
    'truth.json': `${JSON.stringify(truth, null, 1)}\n`,
    'story.md': tellStory(cast),
  });
  return { objects, records };
}
