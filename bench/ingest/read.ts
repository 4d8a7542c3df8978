import { readFileSync, statSync } from 'node:fs';
import type { Derivation } from '../../src/core/mapping/derivations/derivation.ts';
import type { Content } from '../../src/pipeline/content.ts';
import { type Claim, intake } from '../../src/pipeline/intake.ts';
import type { Sealed } from '../../src/pipeline/lane.ts';
import { createLaneSet } from '../../src/pipeline/lane-set.ts';
import { objectRef } from '../../src/pipeline/load.ts';

export interface ReadOptions {
  readonly content: Content;
  readonly derivations: readonly Derivation[];
  /** What becomes of each sealed batch. */
  readonly take: (sealed: Sealed) => Promise<void>;
}

export const clock = (): bigint => BigInt(Date.now()) * 1_000_000n;

/** Reads files through the lanes, in batches as `kushi load` has them; returns how many events came out. */
export async function read(files: readonly string[], { content, derivations, take }: ReadOptions): Promise<number> {
  let events = 0;
  const lanes = createLaneSet({ content, derivations, maxRecordBytes: 16 << 20, clock });
  await intake(claims(files), {
    laneFor: lanes.laneFor,
    lanes: lanes.all,
    take: async (sealed) => {
      events += sealed.batch.rows;
      await take(sealed);
      lanes.giveBack(sealed.batch);
    },
    settle: async ({ reason }) => {
      throw new Error(reason);
    },
    limits: { rows: 65_536, rawBytes: 96 << 20, milliseconds: 60_000, objectBytes: 2 ** 40, everyObject: false },
    clock,
  });
  return events;
}

async function* claims(files: readonly string[]): AsyncIterable<Claim> {
  for (const [index, key] of files.entries()) {
    const object = { bucket: 'file', key, etag: String(index), size: statSync(key).size, time: 0n, name: key };
    const ref = objectRef(String(index).padStart(24, '0'), object, 1);
    yield { ref, resume: null, logType: null, open: async () => pieces(readFileSync(key)) };
  }
}

async function* pieces(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1 << 18) yield bytes.subarray(at, at + (1 << 18));
}
