import { createReadStream } from 'node:fs';
import { configSchema } from '../../src/config/schema.ts';
import type { Content } from '../../src/pipeline/content.ts';
import { type Claim, intake } from '../../src/pipeline/intake.ts';
import type { Sealed } from '../../src/pipeline/lane.ts';
import { createLaneSet } from '../../src/pipeline/lane-set.ts';
import { openDerivations } from '../../src/pipeline/open-derivations.ts';
import { objectId } from '../../src/state/ledger.ts';

/** A log file of the test, and the bucket and key it is known by. */
export interface LogObject {
  readonly bucket: string;
  readonly key: string;
  readonly path: string;
  /** Found by key and content when null. */
  readonly logType: string | null;
}

/** Small enough that lanes seal in the middle of objects, and dictionaries are begun anew. */
const rowsOfSegment = 3000;

/** Reads objects as loading does and hands over what the lanes seal. An object that is not taken is an error. */
export async function readObjects(
  objects: readonly LogObject[],
  content: Content,
  take: (sealed: Sealed) => Promise<void>,
): Promise<void> {
  const clock = () => BigInt(Date.now()) * 1_000_000n;
  const derivations = await openDerivations(configSchema.parse({}));
  const lanes = createLaneSet({ content, derivations, maxRecordBytes: 16 << 20, clock });
  await intake(claims(objects), {
    laneFor: lanes.laneFor,
    lanes: lanes.all,
    take,
    settle: async ({ object, status, reason }) => {
      throw new Error(`${object} is ${status}: ${reason}`);
    },
    limits: { rows: rowsOfSegment, rawBytes: 96 << 20, milliseconds: 1e9, objectBytes: 1 << 30, everyObject: false },
    clock,
  });
}

async function* claims(objects: readonly LogObject[]): AsyncGenerator<Claim> {
  for (const { bucket, key, path, logType } of objects) {
    const id = objectId({ bucket, key, etag: 'e' });
    yield {
      ref: { id, name: key, bucket, key, generation: 0 },
      open: async () => createReadStream(path),
      resume: null,
      logType,
    };
  }
}
