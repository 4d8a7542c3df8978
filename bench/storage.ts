import { all } from '../src/core/query/ast.ts';
import type { LiveSegment } from '../src/engines/engine.ts';
import { type EventFolder, folderSummary, openFolder, states } from './folder/open-folder.ts';
import { days, firstHour } from './folder/write-objects.ts';
import { measure, type Work } from './measure.ts';
import { partOptions, reportPart, type Section } from './part.ts';

/** What stored events take on disk, and what it costs to open one, to look a value up in the entity index, to merge a day. */
const options = partOptions();
const dayNs = 86_400_000_000_000n;
const start = BigInt(firstHour) * 1_000_000n;

/** Eight events of each day, at another hour each day. */
async function someEvents({ engine, snapshot }: EventFolder): Promise<{ object: string; offset: number }[]> {
  const events: { object: string; offset: number }[] = [];
  for (let day = 0; day < days; day++) {
    const from = start + BigInt(day) * dayNs + (BigInt((day * 7) % 20) * dayNs) / 24n;
    const range = { from, to: from + dayNs / 6n, limit: 8, fields: ['event.dataset'] };
    for await (const { object, offset } of engine.search(all, snapshot, range)) events.push({ object, offset });
  }
  return events;
}

async function someArns({ engine, snapshot }: EventFolder): Promise<readonly string[]> {
  const buckets = await engine.aggregate(all, snapshot, { by: ['aws.principal_arn'], limit: 200 });
  return buckets.flatMap(({ key: [arn] }) => (arn === null ? [] : [arn])).slice(-100);
}

async function works(folder: EventFolder): Promise<readonly Work[]> {
  const { engine, snapshot } = folder;
  const [events, arns] = [await someEvents(folder), await someArns(folder)];
  return [
    {
      name: 'open one event, with raw',
      per: 'time',
      times: events.length,
      run: async () => {
        for (const { object, offset } of events)
          if ((await engine.open(object, offset, snapshot)) === null) throw new Error('an event did not open');
        return events.length;
      },
    },
    {
      name: 'sightings of a value',
      per: 'time',
      times: arns.length,
      run: async () => {
        let found = 0;
        for (const arn of arns) found += (await engine.sightings({ values: [arn] }, snapshot)).length;
        return found;
      },
    },
    ...['aws.cloudtrail', 'aws.vpcflow'].map((dataset) => merging(folder, dataset)),
  ];
}

/** Writes the day in the middle anew, into files that nothing names and that are removed at once. */
function merging({ engine, snapshot, content }: EventFolder, dataset: string): Work {
  const ofType = snapshot.segments.filter((segment) => segment.dataset === dataset);
  const day = ofType[ofType.length >> 1].day;
  const segments: readonly LiveSegment[] = ofType.filter((segment) => segment.day === day);
  const [sortBy] = content.entities(dataset).keys();
  let round = 0;
  let keys: string[] = [];
  return {
    name: `merge a day of ${dataset}`,
    per: 'record',
    run: async () => {
      const merged = await engine.rewrite({ id: `bench-${process.pid}-${round++}`, segments, sortBy });
      keys = merged.flatMap(({ key, entitiesKey }) => [key, entitiesKey]);
      return merged.reduce((sum, { rows }) => sum + rows, 0);
    },
    after: () => engine.removeFiles(keys),
  };
}

const sections: Section[] = [];
const { textBytes, load, compaction, memory, at } = folderSummary(options.root, options.events);
const facts: Record<string, number | string> = {
  textBytes,
  loadCpuSeconds: load.cpu,
  loadWallSeconds: load.wall,
  compactionCpuSeconds: compaction.cpu,
  compactionWallSeconds: compaction.wall,
  buildMemoryBytes: memory,
  built: at,
};
for (const state of states) {
  const folder = await openFolder(options, state);
  const measured = await measure(await works(folder), options);
  sections.push({ title: state, measured });
  for (const [name, value] of Object.entries(folder.stored)) facts[`${state} ${name}`] = value;
  await folder.close();
}
reportPart({ part: 'storage', title: `${options.events} events`, sections, facts });
