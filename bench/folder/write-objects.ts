import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type CallRuns, createCallRuns } from '../../demo/cloudtrail/call-runs.ts';
import { type Call, cloudtrailRecord } from '../../demo/cloudtrail/cloudtrail-record.ts';
import { trailStream } from '../../demo/cloudtrail/trail-stream.ts';
import { corpusRuns } from '../../demo/generate-corpus.ts';
import type { LogStream } from '../../demo/objects/log-stream.ts';
import { createRandom } from '../../demo/random/random.ts';
import { day, hour } from '../../demo/time/stamp.ts';
import { corpusFlowLine, createCorpusTraffic } from '../../demo/vpcflow/corpus-traffic.ts';
import { defaultHeader } from '../../demo/vpcflow/flow-line.ts';
import { flowStream } from '../../demo/vpcflow/flow-stream.ts';
import { region } from '../../demo/world/accounts.ts';
import { createWorld } from '../../demo/world/world.ts';
import { incident } from './incident.ts';

export const days = 31;
const hours = (days * day) / hour;

/** The events always begin here, so that the same number gives the same bytes. */
export const firstHour = Date.UTC(2026, 0, 5);

/** Hour of the chain of keys: on the last day, so that there is a month before it to compare with. */
const incidentHour = hours - 12;

export interface Written {
  readonly records: number;
  /** Bytes before compression. */
  readonly bytes: number;
}

const gzipped = promisify(gzip);

/** Objects of a busy account over 31 days, an hour each: half CloudTrail, half flows. One hour is in memory. */
export async function writeObjects(events: number, out: string): Promise<Written> {
  const random = createRandom('bench');
  const world = createWorld(random.fork('world'));
  const account = world.account('production');
  const runs = createCallRuns(world, random.fork('calls'), { ...corpusRuns, foreign: false });
  const traffic = createCorpusTraffic(world, random.fork('traffic'));
  const [trail, flow] = [trailStream(account.id, region, hour), flowStream(account, defaultHeader, hour)];
  let [records, bytes] = [0, 0];
  const write = async (stream: LogStream, start: number, texts: readonly string[]) => {
    const text = stream.open + texts.join(stream.between) + stream.close;
    const path = join(out, stream.key(start + hour, random.fork(`key ${stream.name} ${start}`)));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await gzipped(text));
    records += texts.length;
    bytes += Buffer.byteLength(text);
  };
  for (let index = 0; index < hours; index++) {
    const start = firstHour + index * hour;
    const wanted = share(events / 2, index);
    const own = random.fork(`records ${start}`);
    const drawn = drawCalls(runs, start, wanted);
    const planted = index === incidentHour ? incident(account.id, start) : [];
    const calls = [...drawn.slice(0, Math.max(0, wanted - planted.length)), ...planted];
    await write(
      trail,
      start,
      calls.map((call) => cloudtrailRecord(own, call)),
    );
    await write(
      flow,
      start,
      Array.from({ length: wanted }, () => corpusFlowLine(own, traffic, start)),
    );
  }
  return { records, bytes };
}

/** At least so many calls of an hour, in order: runs are drawn by their mean, so a quiet hour is drawn again, busier. */
function drawCalls(runs: CallRuns, start: number, wanted: number): readonly Call[] {
  for (let mean = Math.ceil(wanted * 1.15) + 150; ; mean *= 2) {
    const calls = runs.hour(start, mean);
    if (calls.length >= wanted) return [...calls].sort((a, b) => a.time - b.time);
  }
}

/** What falls on an hour when so many are spread evenly. */
const share = (events: number, index: number): number =>
  Math.floor(((index + 1) * events) / hours) - Math.floor((index * events) / hours);
