import type { Query } from '../../core/query/ast.ts';
import type { FieldTypes } from '../../core/query/field-types.ts';
import type { SearchOptions } from '../engine.ts';
import type { SegmentGroup } from './schema.ts';
import { allOf, type Bounds, exactly, notOf } from './sql/bounds.ts';
import { generationColumn, objectColumn, timeColumn } from './sql/column.ts';
import { compileQuery } from './sql/compile-query.ts';
import type { Parameters } from './sql/parameters.ts';
import { quoteText, timestamp } from './sql/quote.ts';

/** Where the file of a segment lies on this machine. */
export type LocalPath = (key: string) => string;

export type TimeRange = Pick<SearchOptions, 'from' | 'to'>;

/** `FROM` of a group: its files. */
export function fromFiles(group: SegmentGroup, localPath: LocalPath): string {
  return `read_parquet([${group.segments.map((segment) => quoteText(localPath(segment.key))).join(', ')}])`;
}

/** `WHERE` of a group: the query, the time and what is not dead. */
export function whereBounds(
  query: Query,
  group: SegmentGroup,
  { range, types, parameters }: { range: TimeRange; types: FieldTypes; parameters: Parameters },
): Bounds {
  const matching = compileQuery(query, { kinds: group.kinds, types, parameters });
  return allOf([...timeBounds(group, range), matching, ...liveBounds(group)]);
}

/** Only the ends that cut through a segment are tested. */
function timeBounds({ segments }: SegmentGroup, { from, to }: TimeRange): readonly Bounds[] {
  const bounds: Bounds[] = [];
  if (from !== undefined && segments.some((segment) => segment.first < from)) {
    bounds.push(exactly(`${timeColumn} >= ${timestamp(from)}`));
  }
  if (to !== undefined && segments.some((segment) => segment.last >= to)) {
    bounds.push(exactly(`${timeColumn} < ${timestamp(to)}`));
  }
  return bounds;
}

/** An object's generation is dead or alive everywhere, so what is dead in one segment of a group may be left out of all. */
function liveBounds({ segments }: SegmentGroup): readonly Bounds[] {
  const dead = new Set<string>();
  for (const segment of segments) {
    for (const { object, generation } of segment.dead) dead.add(`(${quoteText(object)}, ${generation})`);
  }
  if (dead.size === 0) return [];
  return [notOf(exactly(`(${objectColumn}, ${generationColumn}) IN (${[...dead].join(', ')})`))];
}
