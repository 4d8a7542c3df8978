import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Config, configSchema } from '../../src/config/schema.ts';
import type { Derivation } from '../../src/core/mapping/derivations/derivation.ts';
import type { Content } from '../../src/pipeline/content.ts';
import { openDerivations } from '../../src/pipeline/open-derivations.ts';
import { openEngine } from '../../src/pipeline/open-engine.ts';
import type { Work } from '../measure.ts';
import type { Corpus } from './corpus.ts';
import { floor } from './floor.ts';
import { hasSigmaRules, type RuleSet } from './open-content.ts';
import { read } from './read.ts';
import { compactWhole, cores, loadWhole, type Stored } from './whole.ts';

export interface GroupOptions {
  readonly corpus: Corpus;
  readonly geo: Config['geo'];
  /** Folder of the bundled workers. */
  readonly bundles: URL;
  /** Told what a load and its compaction left on disk. */
  readonly onStored: (fresh: Stored, compacted: Stored) => void;
}

type Stage = readonly [name: string, work: (content: Content) => Omit<Work, 'name' | 'per'>];

/** Stages that need the same rules, each with all of loading that is before it. */
export interface Group {
  readonly title: string;
  readonly rules: RuleSet;
  readonly stages: readonly Stage[];
}

export function ingestGroups(options: GroupOptions): readonly Group[] {
  const { files } = options.corpus;
  const reading = (content: Content, derivations: Promise<readonly Derivation[]>) => ({
    run: async () => read(files, { content, derivations: await derivations, take: async () => {} }),
  });
  const enriched = (content: Content) => reading(content, derivationsOf(options));
  const whole = (content: Content) => loading(options, content);
  return [
    {
      title: 'No rules',
      rules: 'none',
      stages: [
        ['mapped', (content) => reading(content, Promise.resolve([]))],
        ['mapped, segments written', (content) => writing(options, { ...content, entities: () => new Map() }, false)],
        ['+ enriched', enriched],
      ],
    },
    {
      title: '20 rules',
      rules: 'twenty',
      stages: [
        ['+ 20 rules', enriched],
        ['+ 20 rules, written', (content) => writing(options, content, true)],
        ['whole path, 20 rules', whole],
        ['compaction', (content) => compacting(options, content)],
      ],
    },
    { title: '20 rules and 5 of keywords', rules: 'keywords', stages: [['+ 20 rules and 5 of keywords', enriched]] },
    {
      title: 'Shipped rules',
      rules: 'shipped',
      stages: [['+ all shipped rules', enriched], ...(cores < 2 ? [] : onTwoWorkers(options))],
    },
    ...(hasSigmaRules ? [sigma(enriched, whole)] : []),
  ];
}

function sigma(enriched: Stage[1], whole: Stage[1]): Group {
  const stages: Stage[] = [
    ['+ all rules of SigmaHQ', enriched],
    ['whole path, all rules', whole],
  ];
  return { title: 'Shipped rules and all of SigmaHQ', rules: 'sigma', stages };
}

/** What all stages of a group are compared with. */
export function floorWork({ files, kind }: Corpus): Work {
  const isJson = kind !== 'vpcflow';
  const name = isJson ? 'floor: gunzip + JSON.parse' : 'floor: gunzip + split';
  return { name, per: 'record', run: async () => floor(files, isJson) };
}

function onTwoWorkers(options: GroupOptions): Stage[] {
  return [
    ['whole path, shipped rules', (content) => loading(options, content)],
    ['whole path on one worker', (content) => loading(options, content, 1)],
    ['whole path on two workers', (content) => loading(options, content, 2)],
    ['floor on two workers', () => ({ run: () => floorOnTwo(options.corpus, options.bundles) })],
  ];
}

const derivationsOf = ({ geo }: GroupOptions) => openDerivations(configSchema.parse({ geo }));

/** Each run has a new data folder, which is made and removed outside the measurement. */
function inFolder(run: (data: string) => Promise<number>) {
  let data = '';
  return {
    before: async () => {
      data = mkdtempSync(join(tmpdir(), 'kushi-bench-'));
    },
    run: () => run(data),
    after: async () => rmSync(data, { recursive: true }),
  };
}

/** Segments and sidecars, durable, but no catalog. */
function writing(options: GroupOptions, content: Content, isEnriched: boolean) {
  const derivations = isEnriched ? derivationsOf(options) : Promise.resolve([]);
  return inFolder(async (data) => {
    const engine = openEngine({ data }, content);
    let batches = 0;
    const events = await read(options.corpus.files, {
      content,
      derivations: await derivations,
      take: async ({ batch }) => void (await engine.write(`bench-${batches++}`, batch)),
    });
    await engine.close();
    return events;
  });
}

function loading({ corpus, geo, bundles }: GroupOptions, content: Content, threads = 0) {
  const workers = threads === 0 ? undefined : { count: threads, worker: new URL('worker.mjs', bundles) };
  return inFolder(async (data) => (await loadWhole(corpus.folder, { data, content, geo }, workers)).events);
}

/** Each day into one segment, of a folder loaded before the measurement begins. */
function compacting({ corpus, geo, onStored }: GroupOptions, content: Content) {
  let data = '';
  let fresh: Stored;
  return {
    before: async () => {
      data = mkdtempSync(join(tmpdir(), 'kushi-bench-'));
      fresh = await loadWhole(corpus.folder, { data, content, geo });
    },
    run: async () => {
      const compacted = await compactWhole({ data, content });
      onStored(fresh, compacted);
      return compacted.events;
    },
    after: async () => rmSync(data, { recursive: true }),
  };
}

async function floorOnTwo({ files, kind }: Corpus, bundles: URL): Promise<number> {
  const halves = [0, 1].map((half) => files.filter((_, index) => index % 2 === half));
  const counts = await Promise.all(
    halves.map(
      (half) =>
        new Promise<number>((resolve, reject) => {
          const workerData = { files: half, isJson: kind !== 'vpcflow' };
          const worker = new Worker(new URL('floor-worker.mjs', bundles), { workerData });
          worker.once('message', resolve);
          worker.once('error', reject);
        }),
    ),
  );
  return counts[0] + counts[1];
}
