import { rejectBatch } from '../core/batch/reject-batch.ts';
import type { Engine, Segment } from '../engines/engine.ts';
import type { Source } from '../sources/source.ts';
import { newBatchId } from './batch-id.ts';
import { failPoint } from './fail-point.ts';
import { type Claim, type IntakeLimits, intake } from './intake.ts';
import type { Sealed } from './lane.ts';
import type { LaneSet } from './lane-set.ts';
import type { Assignment, Readers } from './load.ts';
import { prefetch } from './prefetch.ts';

export interface LocalReadersOptions {
  readonly engine: Engine;
  readonly sources: readonly Source[];
  readonly lanes: LaneSet;
  readonly limits: IntakeLimits;
  readonly spoolFolder: string;
  readonly clock: () => bigint;
  readonly signal: AbortSignal;
}

/** Reads in this thread: bytes to lanes, sealed batches to segments, segments to the commit. */
export function localReaders(options: LocalReadersOptions): Readers {
  const { sources, lanes, limits, spoolFolder, clock, signal } = options;
  return {
    run: (assignments, { commit, settle, onBytes }) =>
      intake(claims(assignments, sources, signal), {
        laneFor: lanes.laneFor,
        lanes: lanes.all,
        take: async (sealed) => {
          const segments = await writeSegments(options.engine, sealed);
          failPoint('load.written');
          const { progress, matches, invalid } = sealed;
          await commit({ segments, progress, matches, invalid });
          lanes.giveBack(sealed.batch);
        },
        settle,
        limits,
        spoolFolder,
        clock,
        onBytes,
        signal,
      }),
  };
}

async function* claims(
  assignments: AsyncIterable<Assignment>,
  sources: readonly Source[],
  signal: AbortSignal,
): AsyncIterable<Claim> {
  const fetched = prefetch(assignments, ({ source, object }) => sources[source].open(object, signal));
  for await (const { item, open } of fetched) yield { ...item, open };
}

async function writeSegments(engine: Engine, { batch, rejects, logType, received }: Sealed): Promise<Segment[]> {
  const id = newBatchId();
  const events = batch.rows === 0 ? [] : await engine.write(id, batch);
  if (rejects.length === 0) return [...events];
  const rejected = rejectBatch(rejects, { logType, objects: batch.objects, received });
  return [...events, ...(await engine.write(`${id}-rejects`, rejected))];
}
