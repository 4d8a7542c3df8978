import { isAbsolute, resolve } from 'node:path';
import type { Config } from '../config/schema.ts';
import { KushiError } from '../core/error/error.ts';
import { formatTime, nsPerDay, nsPerSecond, parseTime } from '../core/time/rfc3339.ts';
import { type ListedObject, listObjects } from '../state/list-objects.ts';
import { nsText } from '../state/ns.ts';
import type { StateDb } from '../state/open-state.ts';
import { ledgerPlace, type ObjectJson, objectJson } from './object-json.ts';
import type { Question, QuestionContext } from './question.ts';
import { eventDatasets } from './search-events.ts';

export interface WhyInput {
  /** A key, path or part of one, or a time, RFC 3339. */
  readonly asked: string;
}

/** How far the log came. */
export type WhyStep =
  | 'no-source'
  | 'not-offered'
  | 'waiting'
  | 'refused'
  | 'skipped'
  | 'rejected'
  | 'filtered'
  | 'loaded';

export interface Why {
  readonly asked: string;
  /** Of a key: the least that one of its objects came to. Of a time: null. */
  readonly step: WhyStep | null;
  readonly objects: readonly ObjectJson[];
  /** Sources of kushi.yml, and whether what was asked for lies in one. */
  readonly sources: readonly { readonly name: string; readonly location: string; readonly covers: boolean }[];
  /** Of a time: what is stored of the hour around it, by log type, and the nearest events beside it. */
  readonly around: readonly {
    readonly dataset: string;
    readonly events: number;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

const mostObjects = 20;

/** Walks the way of a log: is it offered, claimed, decoded, mapped, stored? */
export const whyNotHere: Question<WhyInput, Why> = async ({ asked }, context) => {
  const text = asked.trim();
  if (text === '') throw new KushiError('REQUEST_INVALID', 'Give a key, a path, a part of one, or a time.');
  const time = parseTime(text);
  const sources = Object.entries(context.config.sources).map(([name, { location }]) => ({
    name,
    location,
    covers: time === undefined && covers(location, text),
  }));
  if (time !== undefined) return { asked, step: null, sources, ...(await aroundTime(time, context)) };
  const { objects } = await listObjects(context.db, { text: ledgerPlace(text) }, { limit: mostObjects });
  return { asked, step: stepOf(objects, sources), objects: objects.map(objectJson), sources, around: [] };
};

function covers(location: Config['sources'][string]['location'], asked: string): boolean {
  const place = isAbsolute(location) || location.startsWith('s3://') ? location : resolve(location);
  return asked.startsWith(place);
}

const order: readonly WhyStep[] = ['waiting', 'refused', 'skipped', 'rejected', 'filtered', 'loaded'];

function stepOf(objects: readonly ListedObject[], sources: Why['sources']): WhyStep {
  if (objects.length === 0) return sources.some((source) => source.covers) ? 'not-offered' : 'no-source';
  const steps = objects.map(stepOfObject);
  return order.find((step) => steps.includes(step)) ?? 'loaded';
}

function stepOfObject({ status, records }: ListedObject): WhyStep {
  if (status !== 'loaded') return status === 'loading' ? 'waiting' : status;
  if (records.rejects > 0) return 'rejected';
  return records.events === 0 && records.filtered > 0 ? 'filtered' : 'loaded';
}

const halfHour = 1800n * nsPerSecond;

async function aroundTime(
  time: bigint,
  { engine, snapshot, db, signal }: QuestionContext,
): Promise<Pick<Why, 'objects' | 'around'>> {
  const around: Why['around'][number][] = [];
  for (const dataset of eventDatasets(snapshot)) {
    const options = { datasets: [dataset], signal };
    const near = { from: time - halfHour, to: time + halfHour };
    const nearest = async (side: object) => {
      const one = { ...options, ...side, limit: 1, fields: [] };
      for await (const row of engine.search({ kind: 'all' }, snapshot, one)) return formatTime(row.time);
      return null;
    };
    around.push({
      dataset,
      events: await engine.count({ kind: 'all' }, snapshot, { ...options, ...near }),
      before: await nearest({ to: time, order: 'newest' }),
      after: await nearest({ from: time, order: 'oldest' }),
    });
  }
  return { around, objects: (await unreadAround(db, time)).map(objectJson) };
}

/** Objects written within a day of the time that are not loaded. */
async function unreadAround(db: StateDb, time: bigint): Promise<readonly ListedObject[]> {
  const ids = await db
    .selectFrom('objects')
    .select('id')
    .where('status', 'in', ['waiting', 'loading', 'refused', 'skipped'])
    .where('time', '>=', nsText(time > nsPerDay ? time - nsPerDay : 0n))
    .where('time', '<=', nsText(time + nsPerDay))
    .limit(mostObjects)
    .execute();
  const { objects } = await listObjects(db, { ids: ids.map(({ id }) => id) }, { limit: mostObjects });
  return objects;
}
