import type { LiveSegment, RewriteOptions, Segment } from '../engine.ts';
import { joinedSchema } from './joined-schema.ts';
import { liveSources } from './live-sources.ts';
import { defaultRoom, type JoinRoom, putJoined } from './put-joined.ts';
import { rawColumn } from './segment-columns.ts';
import type { SegmentStorage } from './segment-storage.ts';
import { countedColumns, writeSegment } from './segment-writer.ts';
import { sortRows } from './sort-rows.ts';

/** Small enough that one entity's events are found by unpacking few of them. */
const rewrittenGroupRows = 30_000;

/** What is sorted together; larger days become several segments, each sorted in itself. */
export interface SortLimits {
  /** Their order and the columns of the entity index take about 70 bytes a row in memory. */
  readonly rows: number;
  /** Raw records, which wait on the disk for their row group. */
  readonly bytes: number;
}

const defaultLimits: SortLimits = { rows: 1 << 20, bytes: 512 << 20 };

/** `Engine.rewrite`: the live rows, by `sortBy`, time, object and offset; of each dataset and day, one segment. */
export async function rewrite(
  storage: SegmentStorage,
  options: RewriteOptions,
  { limits = defaultLimits, groupRows = rewrittenGroupRows, room = defaultRoom } = {},
): Promise<readonly Segment[]> {
  const written: Segment[] = [];
  for (const segments of byDay(options.segments)) {
    const level = Math.max(...segments.map((segment) => segment.level)) + 1;
    for (const [part, sources] of (await parts(storage, segments, limits)).entries()) {
      const write = part === 0 ? options.id : `${options.id}-${part + 1}`;
      const segment = await rewriteDay(storage, sources, {
        write,
        level,
        sortBy: options.sortBy,
        groupRows,
        room,
      });
      if (segment !== null) written.push(segment);
    }
  }
  return written;
}

/** Segments of each dataset and day. */
function byDay(segments: readonly LiveSegment[]): Iterable<readonly LiveSegment[]> {
  const days = new Map<string, LiveSegment[]>();
  for (const segment of segments) {
    const key = `${segment.dataset}/${segment.day}`;
    days.set(key, [...(days.get(key) ?? []), segment]);
  }
  return days.values();
}

/** As few lists as the limits allow; a segment that is larger by itself is a list of its own. */
async function parts(
  storage: SegmentStorage,
  segments: readonly LiveSegment[],
  limits: SortLimits,
): Promise<readonly LiveSegment[][]> {
  const lists: LiveSegment[][] = [];
  let rows = 0;
  let bytes = 0;
  for (const segment of segments) {
    const size = await rawBytes(storage, segment);
    rows += segment.rows;
    bytes += size;
    const last = lists.at(-1);
    if (last !== undefined && rows <= limits.rows && bytes <= limits.bytes) {
      last.push(segment);
    } else {
      lists.push([segment]);
      rows = segment.rows;
      bytes = size;
    }
  }
  return lists;
}

async function rawBytes({ files }: SegmentStorage, { key }: LiveSegment): Promise<number> {
  const { metadata } = await files.open(key);
  return metadata.rowGroups.reduce((sum, { chunks }) => sum + (chunks.get(rawColumn)?.uncompressedBytes ?? 0), 0);
}

interface DayRewrite {
  readonly write: string;
  readonly level: number;
  readonly sortBy: string | undefined;
  readonly groupRows: number;
  readonly room: JoinRoom;
}

/** Null when none of the rows lives. */
async function rewriteDay(
  storage: SegmentStorage,
  segments: readonly LiveSegment[],
  { write, level, sortBy, groupRows, room }: DayRewrite,
): Promise<Segment | null> {
  const sources = await liveSources(storage, segments);
  if (sources.rows === 0) return null;
  const columns = joinedSchema(sources.groups, storage.isTime);
  const order = await sortRows(sources, sortBy);
  const [{ dataset, day, mapping }] = segments;
  const memory = storage.memory.kept.open();
  try {
    return await writeSegment(storage, { write, dataset, day, mapping, level, columns }, (file) => {
      const kept = countedColumns(storage, dataset);
      return putJoined(storage, file, sources, { columns, order, groupRows, kept, memory, name: write, room });
    });
  } finally {
    memory.close();
  }
}
