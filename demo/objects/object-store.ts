import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Random } from '../random/random.ts';
import { assembleObject, type PendingRecord } from './assemble-object.ts';
import type { LogStream } from './log-stream.ts';
import type { TruthEntry } from './truth.ts';

const gzipped = promisify(gzip);

export interface StoreSummary {
  readonly objects: number;
  readonly records: Readonly<Record<string, number>>;
  readonly truth: readonly TruthEntry[];
}

/** Takes records in any order and writes them as gzip objects, one per stream and window. */
export interface ObjectStore {
  /** Records later than the period's end are dropped: nobody has seen them yet. */
  write(stream: LogStream, time: number, text: string, step?: string): void;
  /** Writes every object whose window ends at or before `time`; no earlier record may follow. */
  flush(time: number): Promise<void>;
  /** Writes what is left. */
  close(): Promise<StoreSummary>;
}

interface OpenObject {
  readonly stream: LogStream;
  readonly end: number;
  readonly records: PendingRecord[];
}

/** Objects lie under `folder/<bucket>/<key>`. `random` gives the random parts of keys. */
export function createObjectStore(folder: string, end: number, random: Random): ObjectStore {
  const open = new Map<string, Map<number, OpenObject>>();
  const records: Record<string, number> = {};
  const truth: TruthEntry[] = [];
  let objects = 0;
  let flushed = Number.NEGATIVE_INFINITY;

  async function writeObject({ stream, end: windowEnd, records: pending }: OpenObject): Promise<void> {
    const keyRandom = random.fork(`${stream.name}/${windowEnd}`);
    const object = `${stream.bucket}/${stream.key(Math.min(windowEnd, end), keyRandom)}`;
    const assembled = assembleObject(stream, object, pending);
    const path = join(folder, object);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await gzipped(assembled.text));
    truth.push(...assembled.truth);
    records[stream.dataset] = (records[stream.dataset] ?? 0) + pending.length;
    objects++;
  }

  async function flush(time: number): Promise<void> {
    flushed = time;
    const ready: OpenObject[] = [];
    for (const windows of open.values()) {
      for (const [window, object] of windows) {
        if (object.end > time) continue;
        ready.push(object);
        windows.delete(window);
      }
    }
    await Promise.all(ready.map(writeObject));
  }

  return {
    write: (stream, time, text, step) => {
      if (time > end) return;
      const window = Math.floor(time / stream.window);
      if ((window + 1) * stream.window <= flushed)
        throw new RangeError(`${stream.name}: a record for a written object`);
      const windows = open.get(stream.name) ?? new Map<number, OpenObject>();
      open.set(stream.name, windows);
      const object = windows.get(window) ?? { stream, end: (window + 1) * stream.window, records: [] };
      windows.set(window, object);
      object.records.push(step === undefined ? { time, text } : { time, text, step });
    },
    flush,
    close: async () => {
      await flush(Number.POSITIVE_INFINITY);
      return { objects, records, truth: sortTruth(truth) };
    },
  };
}

/** Objects are written in parallel, so the order of their entries must not depend on which was done first. */
function sortTruth(truth: readonly TruthEntry[]): TruthEntry[] {
  const key = (entry: TruthEntry) => `${entry.dataset} ${entry.object} ${String(entry.offset).padStart(12, '0')}`;
  return [...truth].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
