import { nsOf } from './ns.ts';
import type { StateDb } from './open-state.ts';

/** Where an object lies and how one reading of it was mapped. */
export interface ObjectOrigin {
  /** As people know it: a path, or s3://bucket/key. */
  readonly name: string;
  readonly source: string;
  readonly size: number;
  /** When it was last written, nanoseconds. */
  readonly time: bigint;
  readonly mapping: string;
}

export async function originOf(db: StateDb, object: string, generation: number): Promise<ObjectOrigin | null> {
  const row = await db
    .selectFrom('objects')
    .leftJoin('loads', (join) => join.onRef('loads.object', '=', 'objects.id').on('loads.generation', '=', generation))
    .select(['objects.name', 'objects.source', 'objects.size', 'objects.time', 'loads.mapping'])
    .where('objects.id', '=', object)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { name, source, size, time, mapping } = row;
  return { name, source, size, time: nsOf(time), mapping: mapping ?? '' };
}
