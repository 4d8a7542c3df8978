import type { BigIntStats, Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that was found, or something that cannot be loaded and why. Folders that cannot be read end in `/`. */
export type Found =
  | { readonly kind: 'file'; readonly path: string; readonly stats: BigIntStats }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly path: string };

/**
 * All files at and under a path, in the order of their paths. Links are followed, but not back to a folder above. What is
 * hidden (a leading dot) or no regular file is named with its reason; the path one asks for may be hidden. Fails only
 * when `path` itself does not exist.
 */
export async function* walk(path: string): AsyncIterable<Found> {
  const stats = await stat(path, { bigint: true });
  yield* visit({ path, stats, above: new Set() });
}

interface Place {
  readonly path: string;
  readonly stats: BigIntStats;
  /** Identities of the folders this place is in. */
  readonly above: ReadonlySet<string>;
}

async function* visit({ path, stats, above }: Place): AsyncIterable<Found> {
  if (stats.isFile()) yield { kind: 'file', path, stats };
  else if (!stats.isDirectory()) yield { kind: 'skipped', path, reason: specialReason(stats) };
  else if (above.has(identity(stats))) {
    yield { kind: 'skipped', path, reason: 'LINK_LOOP The link leads back to a folder it is in.' };
  } else yield* visitFolder({ path, stats, above: new Set(above).add(identity(stats)) });
}

async function* visitFolder({ path, above }: Place): AsyncIterable<Found> {
  let entries: Dirent[];
  try {
    entries = await readdir(path, { withFileTypes: true });
  } catch {
    yield { kind: 'unreadable', path: `${path}/` };
    return;
  }
  for (const { name } of entries.sort(byPath)) {
    const inside = join(path, name);
    if (name.startsWith('.'))
      yield { kind: 'skipped', path: inside, reason: 'HIDDEN Names that begin with a dot are hidden.' };
    else yield* visitEntry(inside, above);
  }
}

async function* visitEntry(path: string, above: ReadonlySet<string>): AsyncIterable<Found> {
  let stats: BigIntStats;
  try {
    stats = await stat(path, { bigint: true });
  } catch (problem) {
    const isGone = ['ENOENT', 'ELOOP'].includes((problem as NodeJS.ErrnoException).code ?? '');
    if (isGone && path.includes('\uFFFD'))
      yield { kind: 'skipped', path, reason: 'NAME_NOT_UTF8 The name is not UTF-8.' };
    else if (isGone) yield { kind: 'skipped', path, reason: 'DANGLING_LINK The link leads nowhere.' };
    else yield { kind: 'unreadable', path };
    return;
  }
  yield* visit({ path, stats, above });
}

/** Paths in order, as if a folder's name ended in the slash that follows it there. */
function byPath(a: Dirent, b: Dirent): number {
  const [left, right] = [a, b].map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  return left < right ? -1 : 1;
}

const identity = (stats: BigIntStats): string => `${stats.dev}:${stats.ino}`;

function specialReason(stats: BigIntStats): string {
  const what = stats.isFIFO() ? 'a pipe' : stats.isSocket() ? 'a socket' : 'a device';
  return `SPECIAL_FILE This is ${what}, not a file.`;
}
