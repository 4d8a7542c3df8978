import { accumulateEntities } from '../../core/entities/accumulate.ts';
import type { EntityTable } from '../../core/entities/entity-table.ts';
import { mergeEntities } from '../../core/entities/merge.ts';
import type { LiveSegment } from '../engine.ts';
import { liveRows } from './live-rows.ts';
import { generationColumn, int64Column, objectColumn, textColumn, timeColumn } from './segment-columns.ts';
import type { SegmentStorage } from './segment-storage.ts';

/** The entity index of a segment's live rows, made anew from the segment. */
export async function liveEntities(storage: SegmentStorage, segment: LiveSegment): Promise<EntityTable> {
  const file = await storage.files.open(segment.key);
  const entities = storage.entities(segment.dataset);
  const stored = new Set(file.metadata.columns.map(({ name }) => name));
  const wanted = [timeColumn, objectColumn, generationColumn, 'event.action', ...entities.keys()];
  const names = [...new Set(wanted)].filter((name) => stored.has(name));
  const tables: EntityTable[] = [];
  for (let group = 0; group < file.metadata.rowGroups.length; group++) {
    const read = names.map(async (name) => [name, await file.column(group, name)] as const);
    const columns = new Map(await Promise.all(read));
    const rows = liveRows(textColumn(columns, objectColumn), int64Column(columns, generationColumn), segment.dead);
    const source = { time: int64Column(columns, timeColumn), fields: columns };
    tables.push(accumulateEntities(source, rows, { entities, day: segment.day }));
  }
  return mergeEntities(tables);
}
