import { linesOf } from '../../src/cli/commands/normalize.ts';
import type { Config } from '../../src/config/schema.ts';
import type { Content } from '../../src/pipeline/content.ts';
import { type Claim, intake } from '../../src/pipeline/intake.ts';
import { createLaneSet } from '../../src/pipeline/lane-set.ts';
import { objectRef } from '../../src/pipeline/load.ts';
import { openDerivations } from '../../src/pipeline/open-derivations.ts';
import { intakeLimits } from '../../src/pipeline/open-local-readers.ts';
import { prettyJson } from './pretty-json.ts';
import type { Sample } from './samples.ts';

/** Samples were last modified and are read at this moment, so that nothing depends on the day. */
const now = BigInt(Date.parse('2026-12-01T00:00:00Z')) * 1_000_000n;

export interface NormalizeOptions {
  readonly config: Config;
  readonly content: Content;
  /** Bytes that arrive at once. */
  readonly pieceBytes: number;
}

/** What became of a sample: its events and rejects as `kushi normalize` prints them, or why no log type reads it. */
export type Normalized = { readonly logType: string; readonly text: string } | { readonly refused: string };

/** Reads samples one after the other through the lanes that `kushi normalize` uses. By sample. */
export async function normalizeSamples(
  samples: readonly Sample[],
  { config, content, pieceBytes }: NormalizeOptions,
): Promise<ReadonlyMap<Sample, Normalized>> {
  const results = new Map<Sample, Normalized>();
  const clock = () => now;
  const derivations = await openDerivations(config);
  const lanes = createLaneSet({ content, derivations, maxRecordBytes: config.limits.record_mib << 20, clock });
  for (const sample of samples) {
    await intake(claim(sample, pieceBytes), {
      laneFor: lanes.laneFor,
      lanes: lanes.all,
      take: async (sealed) => {
        const text = goldenText([...linesOf(sealed, content.vendorTypes)]);
        results.set(sample, { logType: sealed.logType, text });
      },
      settle: async ({ reason }) => void results.set(sample, { refused: reason ?? 'no reason' }),
      limits: { ...intakeLimits(config), everyObject: true },
      clock,
    });
  }
  return results;
}

async function* claim({ key, bytes }: Sample, pieceBytes: number): AsyncIterable<Claim> {
  const object = { bucket: 'samples', key, etag: '', size: bytes.length, time: now, name: key };
  const ref = objectRef('0'.repeat(24), object, 1);
  yield { ref, open: async () => pieces(bytes, pieceBytes), resume: null, logType: null };
}

async function* pieces(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const rejectBegins = '{"reject":';

/** `{ "events": […], "rejects": […] }`; numbers stay as they were printed, whatever their size. */
function goldenText(lines: readonly string[]): string {
  const events = lines.filter((line) => !line.startsWith(rejectBegins));
  const rejects = lines
    .filter((line) => line.startsWith(rejectBegins))
    .map((line) => line.slice(rejectBegins.length, line.lastIndexOf('}')));
  return prettyJson(`{"events":[${events.join(',')}],"rejects":[${rejects.join(',')}]}`);
}
