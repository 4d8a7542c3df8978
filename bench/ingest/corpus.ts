import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CorpusKind, type CorpusSummary, generateCorpus } from '../../demo/generate-corpus.ts';
import { asnDatabase, cityDatabase } from '../../demo/mmdb/databases.ts';

/** Objects to be read, and what is in them. */
export interface Corpus extends CorpusSummary {
  readonly kind: CorpusKind;
  readonly folder: string;
  readonly files: readonly string[];
}

/** Makes a corpus once; the same kind and size is found again in `root`. */
export async function openCorpus(root: string, kind: CorpusKind, records: number): Promise<Corpus> {
  const folder = join(root, `${kind}-${records}`);
  const summaryFile = `${folder}.json`;
  if (!existsSync(summaryFile)) {
    process.stderr.write(`Making ${records} records of ${kind} …\n`);
    writeFileSync(summaryFile, JSON.stringify(await generateCorpus({ kind, records, out: folder, seed: 'bench' })));
  }
  const summary: CorpusSummary = JSON.parse(readFileSync(summaryFile, 'utf8'));
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return { ...summary, kind, folder, files: files.sort() };
}

/** Databases of places and networks for the corpora's addresses. */
export function openGeoFiles(root: string): { city: string; asn: string } {
  const [city, asn] = [join(root, 'city.mmdb'), join(root, 'asn.mmdb')];
  writeFileSync(city, cityDatabase(0));
  writeFileSync(asn, asnDatabase(0));
  return { city, asn };
}
