import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CorpusKind } from '../demo/generate-corpus.ts';
import { type Corpus, openCorpus, openGeoFiles } from './ingest/corpus.ts';
import { floorWork, type Group, ingestGroups } from './ingest/groups.ts';
import { openContent } from './ingest/open-content.ts';
import type { Stored } from './ingest/whole.ts';
import { type Measured, measure } from './measure.ts';
import { partOptions, reportPart, type Section } from './part.ts';

/** What it costs to load one corpus: from the floor to committed segments, stage by stage. */
const { root, kind, records, rounds, stages: wanted } = partOptions();

/** A line of a flow log is a tenth of a CloudTrail record. */
const recordsOf = (of: CorpusKind): number => (of === 'vpcflow' ? 5 * records : records);

async function main(): Promise<void> {
  const folder = join(root, 'bench/.corpus');
  mkdirSync(folder, { recursive: true });
  const corpus = await openCorpus(folder, kind, recordsOf(kind));
  let disk: Record<string, number> = {};
  const groups = ingestGroups({
    corpus,
    geo: openGeoFiles(folder),
    bundles: new URL('./', import.meta.url),
    onStored: (fresh, compacted) => {
      disk = { ...bytesOf('fresh', fresh), ...bytesOf('compacted', compacted) };
    },
  });
  const sections: Section[] = [];
  for (const group of groups) {
    const measured = await measureGroup(group, corpus);
    if (measured.length > 0) sections.push({ title: group.title, measured });
  }
  const { bytes, compressed } = corpus;
  const facts = { records: corpus.records, textBytes: bytes, gzipBytes: compressed, ...disk };
  reportPart({ part: 'ingest', title: kind, sections, facts });
}

/** Content is opened here and nowhere kept, so that a group's rules are gone before the next one's are measured. */
async function measureGroup({ rules, stages }: Group, corpus: Corpus): Promise<readonly Measured[]> {
  const chosen = stages.filter(([name]) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  if (chosen.length === 0) return [];
  const content = openContent(root, rules);
  const works = chosen.map(([name, work]) => ({ name, per: 'record' as const, ...work(content) }));
  return measure([floorWork(corpus), ...works], { rounds, floor: true });
}

function bytesOf(name: string, { segments, segmentBytes, entityBytes, stateBytes }: Stored): Record<string, number> {
  return {
    [`${name}Segments`]: segments,
    [`${name}SegmentBytes`]: segmentBytes,
    [`${name}EntityBytes`]: entityBytes,
    [`${name}StateBytes`]: stateBytes,
  };
}

await main();
