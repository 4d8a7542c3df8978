import { mkdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type CorpusKind, corpusKinds } from '../demo/generate-corpus.ts';
import { type Contents, openContents } from './ingest/contents.ts';
import { type Corpus, openCorpus, openGeoFiles } from './ingest/corpus.ts';
import { measure, timed } from './ingest/measure.ts';
import { type CorpusReport, formatReport, type Report } from './ingest/report.ts';
import { ingestStages } from './ingest/stages.ts';
import { loadWhole, type Stored } from './ingest/whole.ts';

/**
 * What it costs to load: from the floor (gunzip and JSON.parse, or a split into cells) to committed segments, stage by
 * stage, as ratios within one run. Usage: npm run bench [-- --json] [--records n] [--rounds n] [--only <kind>]…
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const bundles = new URL('./', import.meta.url);
const corpora = join(root, 'bench/.corpus');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      records: { type: 'string', default: '120000' },
      rounds: { type: 'string', default: '3' },
      only: { type: 'string', multiple: true },
      stage: { type: 'string', multiple: true },
    },
  });
  mkdirSync(corpora, { recursive: true });
  const kinds = corpusKinds.filter((kind) => values.only?.includes(kind) ?? true);
  const contents = openContents(root);
  const report: Report = {
    machine: `${cpus()[0].model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
    corpora: [],
  };
  for (const kind of kinds) {
    const corpus = await openCorpus(corpora, kind, recordsOf(kind, Number(values.records)));
    report.corpora.push(await measureCorpus(corpus, contents, { rounds: Number(values.rounds), only: values.stage }));
  }
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : formatReport(report));
}

/** A line of a flow log is a tenth of a CloudTrail record. */
const recordsOf = (kind: CorpusKind, records: number): number => (kind === 'vpcflow' ? 5 * records : records);

interface RunOptions {
  readonly rounds: number;
  readonly only: readonly string[] | undefined;
}

async function measureCorpus(corpus: Corpus, contents: Contents, { rounds, only }: RunOptions): Promise<CorpusReport> {
  const geo = openGeoFiles(corpora);
  const options = { contents, geo, root, bundles };
  const all = await ingestStages(corpus, options);
  const stages = all.filter(({ name }, index) => index === 0 || (only?.some((part) => name.includes(part)) ?? true));
  const measured = await measure(stages, rounds);
  const disk = only === undefined ? await storedBytes(corpus, contents, geo) : null;
  const { kind, records, bytes, compressed } = corpus;
  const rss = process.resourceUsage().maxRSS * 1024;
  return { kind, records, bytes, compressed, measured, disk, rss };
}

/** Loads once more to look at the disk, and merges every day. */
async function storedBytes(corpus: Corpus, contents: Contents, geo: { city: string; asn: string }) {
  const worker = new URL('worker.mjs', bundles);
  const loaded = await loadWhole(corpus, { content: contents.twenty, geo, threads: 1, worker, root });
  let compacted: Stored = loaded.stored;
  const { cpu, wall } = await timed(async () => {
    compacted = await loaded.compact();
    return corpus.records;
  });
  await loaded.close();
  return { fresh: loaded.stored, compacted, compaction: { cpu, wall } };
}

await main();
