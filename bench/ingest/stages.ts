import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Config, configSchema } from '../../src/config/schema.ts';
import type { Derivation } from '../../src/core/mapping/derivations/derivation.ts';
import type { Content } from '../../src/pipeline/content.ts';
import { openDerivations } from '../../src/pipeline/open-derivations.ts';
import { openEngine } from '../../src/pipeline/open-engine.ts';
import type { Contents } from './contents.ts';
import type { Corpus } from './corpus.ts';
import { floor } from './floor.ts';
import type { Stage } from './measure.ts';
import { read } from './read.ts';
import { cores, loadWhole } from './whole.ts';

export interface StageOptions {
  readonly contents: Contents;
  readonly geo: Config['geo'];
  /** Folder with log types and rules. */
  readonly root: string;
  /** Folder of the bundled workers. */
  readonly bundles: URL;
}

/** From the floor to the whole path, each with all that is before it. */
export async function ingestStages(corpus: Corpus, options: StageOptions): Promise<Stage[]> {
  const { contents, geo } = options;
  const { files } = corpus;
  const isJson = corpus.kind !== 'vpcflow';
  const derivations = await openDerivations(configSchema.parse({ geo }));
  const nothing = async () => {};
  const reading = (name: string, content: Content, derived: readonly Derivation[] = derivations): Stage => ({
    name,
    run: () => read(files, { content, derivations: derived, take: nothing }),
  });
  return [
    { name: isJson ? 'floor: gunzip + JSON.parse' : 'floor: gunzip + split', run: async () => floor(files, isJson) },
    reading('mapped', contents.none, []),
    reading('+ enriched', contents.none),
    reading('+ 20 rules', contents.twenty),
    reading('+ 20 rules and 5 of keywords', contents.keywords),
    reading('+ all shipped rules', contents.shipped),
    ...(contents.sigma === null ? [] : [reading('+ all rules of SigmaHQ', contents.sigma)]),
    { name: '+ 20 rules, written', run: () => written(files, contents.twenty, derivations) },
    { name: 'whole path, 20 rules', run: () => whole(corpus, options, contents.twenty, 1) },
    ...(contents.sigma === null
      ? []
      : [{ name: 'whole path, all rules', run: () => whole(corpus, options, contents.sigma!, 1) }]),
    ...(cores < 2 ? [] : onTwoWorkers(corpus, options, isJson)),
  ];
}

function onTwoWorkers(corpus: Corpus, options: StageOptions, isJson: boolean): Stage[] {
  return [
    { name: 'whole path, shipped rules', run: () => whole(corpus, options, options.contents.shipped, 1) },
    { name: 'whole path on two workers', run: () => whole(corpus, options, options.contents.shipped, 2) },
    { name: 'floor on two workers', run: () => floorOnTwo(corpus.files, isJson, options.bundles) },
  ];
}

/** Segments and sidecars, durable, but no catalog. */
async function written(files: readonly string[], content: Content, derivations: readonly Derivation[]) {
  const data = mkdtempSync(join(tmpdir(), 'kushi-bench-'));
  const engine = openEngine({ data }, content);
  let batches = 0;
  const events = await read(files, {
    content,
    derivations,
    take: async ({ batch }) => void (await engine.write(`bench-${batches++}`, batch)),
  });
  await engine.close();
  rmSync(data, { recursive: true });
  return events;
}

async function whole(corpus: Corpus, options: StageOptions, content: Content, threads: number): Promise<number> {
  const worker = new URL('worker.mjs', options.bundles);
  const { stored, close } = await loadWhole(corpus, { ...options, content, threads, worker });
  await close();
  return stored.events;
}

async function floorOnTwo(files: readonly string[], isJson: boolean, bundles: URL): Promise<number> {
  const halves = [0, 1].map((half) => files.filter((_, index) => index % 2 === half));
  const counts = await Promise.all(
    halves.map(
      (half) =>
        new Promise<number>((resolve, reject) => {
          const worker = new Worker(new URL('floor-worker.mjs', bundles), { workerData: { files: half, isJson } });
          worker.once('message', resolve);
          worker.once('error', reject);
        }),
    ),
  );
  return counts[0] + counts[1];
}
