import type { ParquetFile } from '../../segments/parquet-file.ts';
import type { LiveSegment } from '../engine.ts';
import { liveRows } from './live-rows.ts';
import { generationColumn, int64Column, objectColumn, textColumn } from './segment-columns.ts';
import type { SegmentStorage } from './segment-storage.ts';

/** A row group that rows are taken from. */
export interface SourceGroup {
  readonly file: ParquetFile;
  readonly group: number;
  /** Its live rows, ascending. */
  readonly rows: Uint32Array;
  /** Number of the first of them among the live rows of all groups. */
  readonly first: number;
}

export interface Sources {
  readonly groups: readonly SourceGroup[];
  /** Live rows in all. */
  readonly rows: number;
}

/** The row groups of segments with the rows that live, numbered through. */
export async function liveSources(storage: SegmentStorage, segments: readonly LiveSegment[]): Promise<Sources> {
  const groups: SourceGroup[] = [];
  let first = 0;
  for (const segment of segments) {
    const file = await storage.files.open(segment.key);
    for (let group = 0; group < file.metadata.rowGroups.length; group++) {
      const rows = await liveRowsOf(file, group, segment.dead);
      groups.push({ file, group, rows, first });
      first += rows.length;
    }
  }
  return { groups, rows: first };
}

async function liveRowsOf(file: ParquetFile, group: number, dead: LiveSegment['dead']): Promise<Uint32Array> {
  if (dead.length === 0) return Uint32Array.from({ length: file.metadata.rowGroups[group].rows }, (_, row) => row);
  const columns = new Map([
    [objectColumn, await file.column(group, objectColumn)],
    [generationColumn, await file.column(group, generationColumn)],
  ]);
  return liveRows(textColumn(columns, objectColumn), int64Column(columns, generationColumn), dead);
}
