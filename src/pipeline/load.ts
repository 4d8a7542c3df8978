import type { ObjectRef } from '../core/batch/event-batch.ts';
import { formatDay } from '../core/time/utc-day.ts';
import type { Engine, Segment } from '../engines/engine.ts';
import { skipReason } from '../sources/skip.ts';
import type { OfferedObject, Source } from '../sources/source.ts';
import { type ObjectCounts, type Offer, offer, type RecordCounts, settle } from '../state/ledger.ts';
import type { StateDb } from '../state/open-state.ts';
import { commitWritten } from './commit-batch.ts';
import { failPoint } from './fail-point.ts';
import type { Resume } from './intake.ts';
import type { Settled, WrittenBatch } from './written-batch.ts';

/** An object handed to a reader: what the ledger knows, and which source has its bytes. */
export interface Assignment {
  readonly source: number;
  readonly object: OfferedObject;
  readonly ref: ObjectRef;
  readonly resume: Resume | null;
  readonly logType: string | null;
  readonly zone?: string;
}

/** Reads assignments and writes their batches; in this thread or in several. */
export interface Readers {
  run(
    assignments: AsyncIterable<Assignment>,
    handlers: {
      readonly commit: (batch: WrittenBatch) => Promise<void>;
      readonly settle: (settled: Settled) => Promise<void>;
      readonly onBytes: (bytes: number) => void;
    },
  ): Promise<void>;
}

export interface LoadSource {
  readonly source: Source;
  /** Log type of everything in it, when a setting says so. */
  readonly type: string | null;
  /** Zone of its times that have none. */
  readonly zone?: string;
}

export interface LoadOptions {
  readonly db: StateDb;
  readonly engine: Engine;
  readonly readers: Readers;
  readonly sources: readonly LoadSource[];
  readonly reload: boolean;
  readonly clock: () => bigint;
  /** Matches of events younger than this page people, nanoseconds; 24 hours when absent. */
  readonly pageWithin?: bigint;
  readonly onProgress: (totals: LoadTotals) => void;
  /** After each commit. */
  readonly onCommit?: (commit: Committed) => Promise<void>;
  readonly signal: AbortSignal;
}

/** What one commit made visible. */
export interface Committed {
  readonly segments: readonly Segment[];
  readonly progress: WrittenBatch['progress'];
  /** How many alerts it opened. */
  readonly alerts: number;
  /** Ids of alerts that it opened or changed, and of those among them that people are to be told of. */
  readonly changed: readonly string[];
  readonly noticed: readonly string[];
}

/** What one run did. The equations hold at every moment: what is neither loaded, known, refused nor skipped is waiting. */
export interface LoadTotals {
  objects: { -readonly [K in keyof ObjectCounts]: ObjectCounts[K] };
  records: { -readonly [K in keyof RecordCounts]: RecordCounts[K] };
  byType: Record<string, { events: number; rejects: number }>;
  alerts: number;
  bytes: number;
}

const dayNs = 86_400_000_000_000n;

/** Objects entered in the ledger by one transaction. */
const offersAtOnce = 256;

/** Loads everything the sources list that the ledger does not know yet. Each source's listing is read lazily. */
export async function load(options: LoadOptions): Promise<LoadTotals> {
  const totals = emptyTotals();
  const report = () => options.onProgress(totals);
  await options.readers.run(assignments(options, totals), {
    commit: async (batch) => {
      const { opened, alerts: changed, noticed } = await commitWritten(options.db, options.engine, batch, options);
      totals.alerts += opened;
      count(totals, batch);
      report();
      const { segments, progress } = batch;
      await options.onCommit?.({ segments, progress, alerts: opened, changed, noticed });
    },
    settle: async (settled) => {
      await settle(options.db, settled.object, settled.status, settled.reason);
      if (settled.status === 'waiting') return;
      totals.objects[settled.status]++;
      totals.objects.waiting--;
    },
    onBytes: (bytes) => {
      totals.bytes += bytes;
      report();
    },
  });
  return totals;
}

function emptyTotals(): LoadTotals {
  return {
    objects: { offered: 0, loaded: 0, known: 0, refused: 0, skipped: 0, waiting: 0 },
    records: { read: 0, events: 0, rejects: 0, filtered: 0 },
    byType: {},
    alerts: 0,
    bytes: 0,
  };
}

function count(totals: LoadTotals, batch: WrittenBatch): void {
  for (const { logType, done, counts } of batch.progress) {
    totals.records.read += counts.read;
    totals.records.events += counts.events;
    totals.records.rejects += counts.rejects;
    totals.records.filtered += counts.filtered;
    totals.byType[logType] ??= { events: 0, rejects: 0 };
    totals.byType[logType].events += counts.events;
    totals.byType[logType].rejects += counts.rejects;
    if (!done) continue;
    totals.objects.loaded++;
    totals.objects.waiting--;
  }
}

async function* assignments(options: LoadOptions, totals: LoadTotals): AsyncIterable<Assignment> {
  for (const [index, { source, type, zone }] of options.sources.entries()) {
    for await (const objects of inGroups(source.list(options.signal), offersAtOnce)) {
      const offers = await offer(options.db, objects, {
        source: source.id,
        day: formatDay(Number(options.clock() / dayNs)),
        reload: options.reload,
      });
      failPoint('load.offered');
      totals.objects.offered += offers.length;
      totals.objects.known += offers.filter((one) => one.outcome === 'known').length;
      totals.objects.waiting += offers.filter((one) => one.outcome === 'load').length;
      for (const one of offers) {
        if (options.signal.aborted) return;
        const skipped = one.outcome === 'load' ? skipReason(one.object) : null;
        if (skipped !== null) {
          await settle(options.db, one.id, 'skipped', skipped);
          totals.objects.skipped++;
          totals.objects.waiting--;
        } else if (one.outcome === 'load') yield assignment(one, { source: index, type, zone });
      }
    }
  }
}

function assignment(
  one: Extract<Offer, { outcome: 'load' }>,
  { source, type, zone }: { source: number; type: string | null; zone: string | undefined },
): Assignment {
  const { object, id, load } = one;
  const { offset, state, mapping, startOver } = load;
  const resume = mapping === '' ? null : { offset, state, mapping, startOver };
  const ref = objectRef(id, object, load.generation);
  return { source, object, ref, resume, logType: type, ...(zone === undefined ? {} : { zone }) };
}

/** `AWSLogs/[<organisation>/]<account>/<service>/<region>/…`, as AWS services write their keys. */
const awsKey = /AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\/[^/]+\/([a-z]{2}(?:-[a-z]+)+-\d)\//;

/** An object as its rows refer to it; account and region from the key when AWS wrote it. */
export function objectRef(id: string, object: OfferedObject, generation: number): ObjectRef {
  const { name, bucket, key, time } = object;
  const aws = awsKey.exec(key);
  return { id, name, bucket, key, time, generation, ...(aws === null ? {} : { account: aws[1], region: aws[2] }) };
}

async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncIterable<T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
