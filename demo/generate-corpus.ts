import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createCallRuns } from './cloudtrail/call-runs.ts';
import { cloudtrailRecord } from './cloudtrail/cloudtrail-record.ts';
import { trailStream } from './cloudtrail/trail-stream.ts';
import type { LogStream } from './objects/log-stream.ts';
import { createRandom, type Random } from './random/random.ts';
import { hour } from './time/stamp.ts';
import { corpusFlowLine, createCorpusTraffic } from './vpcflow/corpus-traffic.ts';
import { defaultHeader } from './vpcflow/flow-line.ts';
import { flowStream } from './vpcflow/flow-stream.ts';
import { region } from './world/accounts.ts';
import { createWorld, type World } from './world/world.ts';

export const corpusKinds = ['cloudtrail-compact', 'cloudtrail-pretty', 'cloudtrail-nonascii', 'vpcflow'] as const;
export type CorpusKind = (typeof corpusKinds)[number];

export interface CorpusOptions {
  readonly kind: CorpusKind;
  readonly records: number;
  /** Objects lie under `out/<key>`. */
  readonly out: string;
  readonly seed: string;
}

export interface CorpusSummary {
  readonly objects: number;
  readonly records: number;
  /** Bytes before and after compression. */
  readonly bytes: number;
  readonly compressed: number;
}

const gzipped = promisify(gzip);

/** Records of an object: what an hour of a busy account has, and what five minutes of a busy network have. */
const recordsPerObject = { cloudtrail: 2900, vpcflow: 50_000 };

/** Objects being compressed at a time: as many as keep two threads of the pool busy. */
const inFlight = 3;

/** The corpus always begins here, so that the same seed gives the same bytes. */
const firstHour = Date.UTC(2026, 0, 5);

/** One busy account: as many things and principals as the measured one. */
export const corpusRuns = { foreign: false, size: 2.2, steady: true, only: 'production' } as const;

type HourOfRecords = (start: number, wanted: number) => readonly string[];

/** Calls of an hour, brought to the number wanted: a run that ends later is cut, a quiet hour repeats its pattern. */
function cloudtrailRecords(world: World, random: Random, kind: CorpusKind): HourOfRecords {
  const runs = createCallRuns(world, random.fork('calls'), { ...corpusRuns, foreign: kind === 'cloudtrail-nonascii' });
  const pretty = kind === 'cloudtrail-pretty';
  return (start, wanted) => {
    const own = random.fork(`records ${start}`);
    const calls = [...runs.hour(start, Math.ceil(wanted * 1.15) + 150)].sort((a, b) => a.time - b.time);
    return calls.slice(0, wanted).map((call) => {
      const record = cloudtrailRecord(own, call);
      return pretty ? JSON.stringify(JSON.parse(record), null, 2) : record;
    });
  };
}

function flowRecords(world: World, random: Random): HourOfRecords {
  const traffic = createCorpusTraffic(world, random.fork('traffic'));
  return (start, wanted) => {
    const own = random.fork(`records ${start}`);
    return Array.from({ length: wanted }, () => corpusFlowLine(own, traffic, start));
  };
}

async function writeObject(path: string, text: string): Promise<{ bytes: number; compressed: number }> {
  const compressed = await gzipped(text);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, compressed);
  return { bytes: Buffer.byteLength(text), compressed: compressed.length };
}

function assemble(stream: LogStream, records: readonly string[], pretty: boolean): string {
  const between = pretty ? ',\n' : stream.between;
  return stream.open + records.join(between) + stream.close;
}

/** Writes a corpus for measurements, one object at a time; nothing but a few objects is in memory. */
export async function generateCorpus({ kind, records, out, seed }: CorpusOptions): Promise<CorpusSummary> {
  const random = createRandom(seed);
  const world = createWorld(random.fork('world'));
  const account = world.account('production');
  const flows = kind === 'vpcflow';
  const stream = flows ? flowStream(account, defaultHeader, hour) : trailStream(account.id, region, hour);
  const make = flows ? flowRecords(world, random) : cloudtrailRecords(world, random, kind);
  const size = flows ? recordsPerObject.vpcflow : recordsPerObject.cloudtrail;
  const running = new Set<Promise<void>>();
  const total = { objects: 0, records: 0, bytes: 0, compressed: 0 };
  for (let start = firstHour; total.records < records; start += hour) {
    const texts = make(start, Math.min(size, records - total.records));
    total.objects++;
    total.records += texts.length;
    const key = stream.key(start + hour, random.fork(`key ${start}`));
    const text = assemble(stream, texts, kind === 'cloudtrail-pretty');
    const task: Promise<void> = writeObject(join(out, key), text).then(({ bytes, compressed }) => {
      total.bytes += bytes;
      total.compressed += compressed;
      running.delete(task);
    });
    running.add(task);
    if (running.size >= inFlight) await Promise.race(running);
  }
  await Promise.all(running);
  return total;
}
