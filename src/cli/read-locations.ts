import { tmpdir } from 'node:os';
import type { Config } from '../config/schema.ts';
import { clock } from '../pipeline/clock.ts';
import type { Content } from '../pipeline/content.ts';
import { intake } from '../pipeline/intake.ts';
import type { Sealed } from '../pipeline/lane.ts';
import { createLaneSet } from '../pipeline/lane-set.ts';
import { objectRef } from '../pipeline/load.ts';
import { openDerivations } from '../pipeline/open-derivations.ts';
import { intakeLimits } from '../pipeline/open-local-readers.ts';
import { openLocations } from '../pipeline/open-locations.ts';
import { skipReason } from '../sources/skip.ts';
import { objectId } from '../state/ledger.ts';

export interface ReadLocationsOptions {
  readonly config: Config;
  readonly content: Content;
  readonly type?: string | undefined;
  readonly signal: AbortSignal;
  readonly take: (sealed: Sealed) => Promise<void>;
}

/** Reads sources without storing anything; batches come in the order of input. Returns how many objects were refused. */
export async function readLocations(names: readonly string[], options: ReadLocationsOptions): Promise<number> {
  const { config, content, signal } = options;
  const locations = await openLocations(names, config, { type: options.type, spoolFolder: tmpdir() });
  const lanes = createLaneSet({
    content,
    derivations: await openDerivations(config),
    maxRecordBytes: config.limits.record_mib << 20,
    clock,
  });
  let refused = 0;
  await intake(claims(locations, signal), {
    laneFor: lanes.laneFor,
    lanes: lanes.all,
    take: options.take,
    settle: async ({ object, status, reason }) => {
      if (status !== 'skipped') refused++;
      process.stderr.write(`${object}: ${status}: ${reason}\n`);
    },
    limits: { ...intakeLimits(config), everyObject: true },
    clock,
    signal,
  });
  for (const { source } of locations) await source.close();
  return refused;
}

async function* claims(locations: Awaited<ReturnType<typeof openLocations>>, signal: AbortSignal) {
  for (const { source, type, zone } of locations)
    for await (const object of source.list(signal)) {
      if (skipReason(object) !== null) continue;
      const ref = objectRef(objectId(object), object, 1);
      yield {
        ref,
        open: () => source.open(object, signal),
        resume: null,
        logType: type,
        ...(zone === undefined ? {} : { zone }),
      };
    }
}
