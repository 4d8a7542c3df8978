import { readFile } from 'node:fs/promises';
import { Reader, type Response } from 'maxmind';
import { KushiError } from '../../core/error/error.ts';
import type { LocateAddress, Place } from '../../core/mapping/derivations/place.ts';
import { ipv4Number } from '../../core/mapping/network.ts';
import { ipv4Tree } from './ipv4-tree.ts';
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
    databases.map(async ({ file, paths }) => ({ entryOf: await openDatabase(file), paths })),
  );
  const nothing: Known = { place: undefined, with: new WeakMap() };
  return (ip) => {
    if (!isLocatable(ip)) return undefined;
    const number = ipv4Number(ip);
    let known = nothing;
    for (const { entryOf, paths } of opened) {
      const entry = entryOf(ip, number);
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

/** Entries kept, so that addresses share them and what is made of them; a database has more, and most are never asked for. */
const mostEntries = 20_000;

/** `number` is the address when it is IPv4, else below zero. */
type FindEntry = (ip: string, number: number) => Response | null;

async function openDatabase(file: string): Promise<FindEntry> {
  try {
    const bytes = await readFile(file);
    const reader = new Reader<Response>(bytes, { cache: boundedMap(mostEntries) });
    const find = ipv4Tree(bytes, reader.metadata);
    const entries = boundedMap<number, Response | null>(mostEntries);
    return (ip, number) => {
      if (number < 0) return reader.get(ip);
      const record = find(number);
      if (record === 0) return null;
      let entry = entries.get(record);
      if (entry === undefined) {
        entry = reader.get(ip);
        entries.set(record, entry);
      }
      return entry;
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KushiError('CONFIG_INVALID', `${file} cannot be read as a MaxMind DB (.mmdb) file: ${reason}`, { cause });
  }
}

/** A map that begins anew when it is full. */
function boundedMap<K, V>(most: number): { get(key: K): V | undefined; set(key: K, value: V): void } {
  const map = new Map<K, V>();
  return {
    get: (key) => map.get(key),
    set(key, value) {
      if (map.size >= most) map.clear();
      map.set(key, value);
    },
  };
}
