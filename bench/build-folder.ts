import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventFolder, type FolderSummary } from './folder/open-folder.ts';
import { writeObjects } from './folder/write-objects.ts';
import { openGeoFiles } from './ingest/corpus.ts';
import { openContent } from './ingest/open-content.ts';
import { compactWhole, loadWhole } from './ingest/whole.ts';
import { partOptions } from './part.ts';

/**
 * Builds the folder of events that storage, query and timeline ask, unless it is there: loaded as `kushi load` does,
 * once as written and once compacted. It has its name only when it is whole.
 */
const { root, events } = partOptions();

async function build(folder: string): Promise<void> {
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const [objects, fresh, compacted] = ['objects', 'fresh', 'compacted'].map((name) => join(making, name));
  process.stderr.write(`Making ${events} events …\n`);
  const { records, bytes } = await writeObjects(events, objects);
  const content = openContent(root, 'shipped');
  process.stderr.write(`Loading ${records} events …\n`);
  const loading = spending();
  const loaded = await loadWhole(objects, { data: fresh, content, geo: openGeoFiles(dirname(folder)) });
  const load = loading();
  if (loaded.events !== records) throw new Error(`${records} records gave ${loaded.events} events`);
  rmSync(objects, { recursive: true });
  cpSync(fresh, compacted, { recursive: true });
  process.stderr.write('Compacting …\n');
  const compacting = spending();
  await compactWhole({ data: compacted, content });
  const memory = process.resourceUsage().maxRSS * 1024;
  const built = { textBytes: bytes, load, compaction: compacting(), memory, at: new Date().toISOString() };
  writeFileSync(join(making, 'summary.json'), JSON.stringify(built satisfies FolderSummary));
  renameSync(making, folder);
}

/** Returns what was spent since, in seconds. */
function spending(): () => { wall: number; cpu: number } {
  const [start, before] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wall: (performance.now() - start) / 1e3, cpu: (user + system) / 1e6 };
  };
}

const folder = eventFolder(root, events);
if (!existsSync(folder)) await build(folder);
