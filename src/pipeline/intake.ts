import type { ObjectRef } from '../core/batch/event-batch.ts';
import type { Reject } from '../core/error/reject.ts';
import { decode } from '../decode/decode.ts';
import { DecodeError } from '../decode/decode-error.ts';
import type { Lane, LaneObject, Sealed } from './lane.ts';
import type { Settled } from './written-batch.ts';

/** An object that the ledger says is to be read, from where, and how its bytes are had. */
export interface Claim {
  readonly ref: ObjectRef;
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
  readonly resume: Resume | null;
  /** Log type when a setting or an earlier reading says so. */
  readonly logType: string | null;
  /** Zone of times that have none, when the source's setting says one. */
  readonly zone?: string;
}

/** Where an earlier run stopped, and the mapping its rows were made with. */
export interface Resume {
  readonly offset: number;
  readonly state: string;
  readonly mapping: string;
  /** Generation to read the object anew as, when the mapping is another by now: rows of one generation have one mapping. */
  readonly startOver: number;
}

export interface IntakeOptions {
  /** The lane for an object, by setting, key or its first decoded bytes; a reason when no log type takes it. */
  readonly laneFor: (claim: Claim, head: Uint8Array) => Lane | { readonly reason: string };
  readonly lanes: () => Iterable<Lane>;
  /** Takes a sealed batch; the next object waits for it, which is all the back-pressure there is. */
  readonly take: (sealed: Sealed) => Promise<void>;
  readonly settle: (settled: Settled) => Promise<void>;
  readonly limits: IntakeLimits;
  /** For temporary copies of zips; the system's when absent. */
  readonly spoolFolder?: string;
  readonly clock: () => bigint;
  /** Called with the decoded bytes read since the last call. */
  readonly onBytes?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

export interface IntakeLimits {
  /** A lane is sealed after so many rows, so much raw text, or so long; later when sealing itself takes long. */
  readonly rows: number;
  readonly rawBytes: number;
  readonly milliseconds: number;
  /** Largest object, decompressed. */
  readonly objectBytes: number;
  /** Seal when an object ends, so that output keeps the order of input. */
  readonly everyObject: boolean;
}

/** Decoded bytes that the content probe sees. */
const headBytes = 64 << 10;

/**
 * Reads objects one after the other into the lanes of their log types and hands over what is sealed. Damage to an object
 * costs what lies behind it in that object, no more. When `signal` aborts, what was read is sealed and handed over.
 */
export async function intake(claims: AsyncIterable<Claim>, options: IntakeOptions): Promise<void> {
  const run: Run = { ...options, sealing: new Map() };
  for await (const claim of claims) {
    if (options.signal?.aborted) break;
    await readObject(claim, run);
    for (const lane of options.lanes()) if (options.limits.everyObject || isFull(lane, run)) await seal(lane, run);
  }
  for (const lane of options.lanes()) await seal(lane, run);
}

interface Run extends IntakeOptions {
  /** How many milliseconds the last batch of a lane took to be sealed and taken. */
  readonly sealing: Map<Lane, number>;
}

/** A lane is not sealed for its age before it was read for so many times as long as the last seal took. */
const readingPerSealing = 10;

function isFull(lane: Lane, { limits, clock, sealing }: Run): boolean {
  if (lane.rows >= limits.rows || lane.rawBytes >= limits.rawBytes) return true;
  const due = Math.max(limits.milliseconds, readingPerSealing * (sealing.get(lane) ?? 0));
  return lane.openedAt !== null && milliseconds(clock) - lane.openedAt >= due;
}

async function seal(lane: Lane, { clock, take, sealing }: Run): Promise<void> {
  const started = milliseconds(clock);
  const sealed = lane.seal();
  if (sealed === null) return;
  await take(sealed);
  sealing.set(lane, milliseconds(clock) - started);
}

const milliseconds = (clock: () => bigint): number => Number(clock() / 1_000_000n);

/** Bytes of an object behind its head, and the head read so far. */
interface Opened {
  readonly head: Uint8Array;
  readonly rest: AsyncIterator<Uint8Array>;
  readonly damage: unknown;
}

async function readObject(claim: Claim, options: Run): Promise<void> {
  const settle = (status: Settled['status'], reason: string) =>
    options.settle({ object: claim.ref.id, status, reason });
  const opened = await openHead(claim, options);
  if (opened.head.length === 0) {
    if (opened.damage !== null) return settle('refused', messageOf(opened.damage));
    if (claim.resume === null) return settle('skipped', 'EMPTY The object holds no bytes.');
  }
  const lane = options.laneFor(claim, opened.head);
  if (!('push' in lane)) return settle('refused', lane.reason);
  await readInto(lane, { object: laneObject(claim, lane.mapping), opened }, options);
}

async function openHead(claim: Claim, options: IntakeOptions): Promise<Opened> {
  const pieces: Uint8Array[] = [];
  let rest: AsyncIterator<Uint8Array> = (async function* () {})();
  try {
    const stream = await claim.open();
    const { limits, spoolFolder, signal } = options;
    const spool = spoolFolder === undefined ? {} : { spoolFolder };
    rest = decode(stream, { maxBytes: limits.objectBytes, ...spool, signal })[Symbol.asyncIterator]();
    for (let size = 0; size < headBytes; ) {
      // The last piece may stay where it is for as long as nothing more is asked for.
      if (pieces.length > 0) pieces.push(pieces.pop()!.slice());
      const { done, value } = await rest.next();
      if (done) break;
      pieces.push(value);
      size += value.length;
    }
    return { head: joined(pieces), rest, damage: null };
  } catch (damage) {
    return { head: joined(pieces), rest, damage };
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 ? pieces[0] : new Uint8Array(Buffer.concat(pieces));
}

function laneObject({ ref, resume }: Claim, mapping: string): LaneObject {
  if (resume === null) return { ref };
  return resume.mapping === mapping ? { ref, resume } : { ref: { ...ref, generation: resume.startOver } };
}

interface Reading {
  readonly object: LaneObject;
  readonly opened: Opened;
}

async function readInto(lane: Lane, { object, opened }: Reading, options: Run): Promise<void> {
  const from = object.resume?.offset ?? 0;
  lane.begin(object);
  let position = 0;
  let problem: unknown = null;
  for await (const piece of pieces(opened, (error) => (problem = error))) {
    if (options.signal?.aborted) return;
    const fresh = piece.subarray(Math.min(piece.length, Math.max(0, from - position)));
    position += piece.length;
    if (fresh.length === 0) continue;
    lane.push(fresh);
    options.onBytes?.(fresh.length);
    if (isFull(lane, options)) await seal(lane, options);
  }
  if (problem === null) return lane.end();
  if (problem instanceof DecodeError) return lane.end(damageReject(problem, position));
  lane.stop();
  await options.settle({ object: object.ref.id, status: 'waiting', reason: messageOf(problem) });
}

/** The head, then the rest. A failing stream ends it and is told to `failed`; errors of the consumer pass through. */
async function* pieces(opened: Opened, failed: (problem: unknown) => void): AsyncIterable<Uint8Array> {
  if (opened.head.length > 0) yield opened.head;
  if (opened.damage !== null) return failed(opened.damage);
  for (;;) {
    const next = await opened.rest.next().catch((problem: unknown) => {
      failed(problem);
      return { done: true as const, value: undefined };
    });
    if (next.done) return;
    yield next.value;
  }
}

/** The rest of a damaged object, as a reject: it has a place, but its bytes cannot be had. */
function damageReject(damage: DecodeError, position: number): Omit<Reject, 'object'> {
  const raw = new Uint8Array(0);
  return {
    code: 'DECODE_FAILED',
    message: `${damage.code} ${damage.message}`,
    offset: position,
    length: 0,
    raw,
    truncated: false,
  };
}

function messageOf(problem: unknown): string {
  if (problem instanceof DecodeError) return `${problem.code} ${problem.message}`;
  return problem instanceof Error ? problem.message : String(problem);
}
