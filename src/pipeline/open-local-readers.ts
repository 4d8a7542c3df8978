import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { Engine } from '../engines/engine.ts';
import type { Source } from '../sources/source.ts';
import { clock } from './clock.ts';
import type { Content } from './content.ts';
import type { IntakeLimits } from './intake.ts';
import { createLaneSet, type LaneSet } from './lane-set.ts';
import type { Readers } from './load.ts';
import { openDerivations } from './open-derivations.ts';
import { openEngine } from './open-engine.ts';
import { localReaders } from './read-assignments.ts';

export interface LocalReadersSetup {
  readonly config: Config;
  readonly sources: readonly Source[];
  readonly signal: AbortSignal;
  /** What the caller has open already; what is absent is opened. */
  readonly open: { readonly content: Content; readonly engine?: Engine; readonly lanes?: LaneSet };
}

/** Raw text a lane gathers before it is sealed: what a segment's row group holds, and what memory it costs. */
const rawBytesAtOnce = 96 << 20;

/** Readers of this thread, with databases of the configuration. */
export async function openLocalReaders({
  config,
  sources,
  signal,
  open,
}: LocalReadersSetup): Promise<{ readers: Readers; close(): Promise<void> }> {
  const engine = open.engine ?? openEngine(config, open.content);
  const lanes = open.lanes ?? (await openLanes(config, open.content));
  return {
    readers: localReaders({
      engine,
      sources,
      lanes,
      limits: intakeLimits(config),
      spoolFolder: spoolFolder(config),
      clock,
      signal,
    }),
    close: async () => {
      if (open.engine === undefined) await engine.close();
    },
  };
}

/** The lanes of a thread, which stay good from one load to the next unless one fails. */
export async function openLanes(config: Config, content: Content): Promise<LaneSet> {
  const derivations = await openDerivations(config);
  return createLaneSet({ content, derivations, maxRecordBytes: config.limits.record_mib << 20, clock });
}

/** Where temporary copies go: zips and standard input, which cannot be read from the front twice. */
export function spoolFolder(config: Pick<Config, 'data'>): string {
  return join(config.data, 'tmp');
}

/** The configuration's limits as the intake wants them. */
export function intakeLimits(config: Pick<Config, 'batch' | 'limits'>): IntakeLimits {
  return {
    rows: config.batch.rows,
    milliseconds: config.batch.seconds * 1000,
    rawBytes: rawBytesAtOnce,
    objectBytes: config.limits.object_gib * 2 ** 30,
    everyObject: false,
  };
}
