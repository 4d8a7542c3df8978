import { KushiError } from '../core/error/error.ts';
import { nsOf } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { ObjectStatus } from './tables.ts';

/** An object of the ledger with what became of its records. */
export interface ListedObject {
  readonly id: string;
  readonly source: string;
  readonly name: string;
  readonly size: number;
  /** When it was last written, nanoseconds. */
  readonly time: bigint;
  /** UTC day of its first offer. */
  readonly day: string;
  readonly offers: number;
  readonly status: ObjectStatus;
  /** Why it was refused or skipped, or still waits. */
  readonly reason: string | null;
  readonly logType: string | null;
  readonly generation: number;
  readonly records: {
    readonly read: number;
    readonly events: number;
    readonly rejects: number;
    readonly filtered: number;
    readonly expired: number;
  };
}

export interface ObjectFilter {
  readonly ids?: readonly string[] | undefined;
  readonly source?: string | undefined;
  readonly status?: readonly ObjectStatus[] | undefined;
  readonly day?: string | undefined;
  readonly logType?: string | undefined;
  /** Somewhere in its name. */
  readonly text?: string | undefined;
  /** With rejects in its live reading. */
  readonly rejected?: boolean | undefined;
}

export interface ObjectPage {
  readonly objects: readonly ListedObject[];
  readonly next: string | null;
}

/** Objects of the ledger, those offered last first. Fails with PAGE_INVALID. */
export async function listObjects(
  db: StateDb,
  filter: ObjectFilter,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<ObjectPage> {
  const { ids, source, status, day, logType, text, rejected } = filter;
  let query = db
    .selectFrom('objects')
    .leftJoin('loads', (join) =>
      join.onRef('loads.object', '=', 'objects.id').onRef('loads.generation', '=', 'objects.generation'),
    )
    .select(['objects.id', 'objects.source', 'objects.name', 'objects.size', 'objects.time', 'objects.day'])
    .select(['objects.offers', 'objects.status', 'objects.reason', 'objects.log_type', 'objects.generation'])
    .select(['loads.read', 'loads.events', 'loads.rejects', 'loads.filtered', 'loads.expired']);
  if (ids !== undefined) query = query.where('objects.id', 'in', ids);
  if (source !== undefined) query = query.where('objects.source', '=', source);
  if (status !== undefined) query = query.where('objects.status', 'in', status);
  if (day !== undefined) query = query.where('objects.day', '=', day);
  if (logType !== undefined) query = query.where('objects.log_type', '=', logType);
  if (rejected === true) query = query.where('loads.rejects', '>', 0);
  if (text !== undefined) query = query.where((eb) => eb(eb.fn('instr', ['objects.name', eb.val(text)]), '>', 0));
  if (after !== undefined) {
    const [time, id] = readPlace(after);
    query = query.where((eb) => eb(eb.refTuple('objects.time', 'objects.id'), '<', eb.tuple(time, id)));
  }
  const rows = await query
    .orderBy('objects.time', 'desc')
    .orderBy('objects.id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown[shown.length - 1];
  return { objects: shown.map(toObject), next: rows.length > limit ? `${last.time}.${last.id}` : null };
}

function readPlace(text: string): [string, string] {
  const parts = /^(\d{19})\.(\w{1,64})$/.exec(text);
  if (parts !== null) return [parts[1], parts[2]];
  throw new KushiError('PAGE_INVALID', 'This is no place in a list. Give what the page before says, or begin anew.');
}

type Row = Pick<
  ListedObject,
  'id' | 'source' | 'name' | 'size' | 'day' | 'offers' | 'status' | 'reason' | 'generation'
> & {
  readonly time: string;
  readonly log_type: string | null;
} & { readonly [K in keyof ListedObject['records']]: number | null };

function toObject({ time, log_type: logType, read, events, rejects, filtered, expired, ...rest }: Row): ListedObject {
  return {
    ...rest,
    time: nsOf(time),
    logType,
    records: {
      read: read ?? 0,
      events: events ?? 0,
      rejects: rejects ?? 0,
      filtered: filtered ?? 0,
      expired: expired ?? 0,
    },
  };
}
