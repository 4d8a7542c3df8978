import type { LiveSegment, RewriteOptions, Segment } from '../engine.ts';
import { joinedGroups } from './joined-groups.ts';
import { joinedSchema } from './joined-schema.ts';
import { liveSources } from './live-sources.ts';
import type { SegmentStorage } from './segment-storage.ts';
import { writeSegment } from './segment-writer.ts';
import { sortRows } from './sort-rows.ts';

/** Small enough that one entity's events are found by unpacking few of them. */
const rewrittenGroupRows = 30_000;

/**
 * Most rows that are sorted together. Their order takes 50 bytes a row in memory, and every 192 MB of raw records cost
 * one more pass over the sources, so larger days become several segments, each sorted in itself.
 */
const maxSortedRows = 1 << 20;

/** `Engine.rewrite`: the live rows, by `sortBy`, time, object and offset; of each dataset and day, one segment. */
export async function rewrite(
  storage: SegmentStorage,
  options: RewriteOptions,
  limits: { readonly sortedRows: number; readonly groupRows: number } = {
    sortedRows: maxSortedRows,
    groupRows: rewrittenGroupRows,
  },
): Promise<readonly Segment[]> {
  const written: Segment[] = [];
  for (const segments of byDay(options.segments)) {
    const level = Math.max(...segments.map((segment) => segment.level)) + 1;
    for (const [part, sources] of parts(segments, limits.sortedRows).entries()) {
      const write = part === 0 ? options.id : `${options.id}-${part + 1}`;
      const segment = await rewriteDay(storage, sources, {
        write,
        level,
        sortBy: options.sortBy,
        groupRows: limits.groupRows,
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

/** As few lists as the limit of rows allows; a segment that is larger by itself is a list of its own. */
function parts(segments: readonly LiveSegment[], most: number): LiveSegment[][] {
  const lists: LiveSegment[][] = [];
  let rows = 0;
  for (const segment of segments) {
    const last = lists.at(-1);
    if (last === undefined || rows + segment.rows > most) {
      lists.push([segment]);
      rows = segment.rows;
    } else {
      last.push(segment);
      rows += segment.rows;
    }
  }
  return lists;
}

interface DayRewrite {
  readonly write: string;
  readonly level: number;
  readonly sortBy: string | undefined;
  readonly groupRows: number;
}

/** Null when none of the rows lives. */
async function rewriteDay(
  storage: SegmentStorage,
  segments: readonly LiveSegment[],
  { write, level, sortBy, groupRows }: DayRewrite,
): Promise<Segment | null> {
  const sources = await liveSources(storage, segments);
  if (sources.rows === 0) return null;
  const columns = joinedSchema(sources.groups, storage.isTime);
  const order = await sortRows(sources, sortBy);
  const [{ dataset, day, mapping }] = segments;
  const segment = { write, dataset, day, mapping, level, columns, codec: storage.rewritten, groupRows };
  return writeSegment(storage, segment, joinedGroups(sources, { columns, order, groupRows }));
}
