import type { LiveSegment } from '../engine.ts';
import { putSidecar } from './entity-sidecar.ts';
import { liveEntities } from './live-entities.ts';
import type { SegmentStorage } from './segment-storage.ts';

/** `Engine.reindex`: a new sidecar, named after `id`, without the rows of the segment's dead pairs. Returns its key. */
export async function reindex(storage: SegmentStorage, segment: LiveSegment, id: string): Promise<string> {
  const key = `${segment.dataset}/${segment.day}/${id}.entities.parquet`;
  await putSidecar(storage, key, { table: await liveEntities(storage, segment), dead: segment.dead });
  return key;
}
