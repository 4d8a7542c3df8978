import { open, type Reader, type Response } from 'maxmind';
import { KushiError } from '../../core/error/error.ts';
import type { LocateAddress, Place } from '../../core/mapping/derivations/place.ts';
import { isLocatable } from './is-locatable.ts';
import { type PlacePaths, readPlace } from './read-place.ts';

/** A MaxMind DB file of the operator's. */
export interface GeoDatabase {
  readonly file: string;
  /** Where it keeps what, when it uses names of its own. */
  readonly paths?: Partial<PlacePaths>;
}

/**
 * Opens databases (cities, countries, networks, in any mix) and looks addresses up in all of them; of what several know, the
 * first one's word counts. Databases are read into memory whole. Throws CONFIG_INVALID for a file that is none.
 */
export async function openGeo(databases: readonly GeoDatabase[]): Promise<LocateAddress> {
  const opened = await Promise.all(
    databases.map(async ({ file, paths }) => ({ reader: await openDatabase(file), paths })),
  );
  const nothing: Known = { place: undefined, with: new WeakMap() };
  return (ip) => {
    if (!isLocatable(ip)) return undefined;
    let known = nothing;
    for (const { reader, paths } of opened) {
      const entry = reader.get(ip);
      if (entry !== null) known = knownWith(known, entry, paths);
    }
    return known.place;
  };
}

/** What some databases know together, and what comes of it with an entry of the next: many addresses share entries. */
interface Known {
  readonly place: Place | undefined;
  readonly with: WeakMap<object, Known>;
}

function knownWith(before: Known, entry: Response, paths: Partial<PlacePaths> | undefined): Known {
  const known = before.with.get(entry);
  if (known !== undefined) return known;
  const made: Known = { place: { ...readPlace(entry, paths), ...before.place }, with: new WeakMap() };
  before.with.set(entry, made);
  return made;
}

async function openDatabase(file: string): Promise<Reader<Response>> {
  try {
    return await open<Response>(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KushiError('CONFIG_INVALID', `${file} cannot be read as a MaxMind DB (.mmdb) file: ${reason}`, { cause });
  }
}
