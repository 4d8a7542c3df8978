import type { BigIntStats } from 'node:fs';
import { resolve, sep } from 'node:path';
import { KushiError } from '../../core/error/error.ts';
import type { ByteStream } from '../../decode/byte-stream.ts';
import type { OfferedObject, Source } from '../source.ts';
import { contentEtag } from './content-etag.ts';
import { type KeptFiles, keptFiles } from './kept-files.ts';
import { readFile, requireUnchanged } from './read-file.ts';
import { walk } from './walk.ts';

/** What identifies a version of a file without reading it; `path` is absolute, `mtimeNs` in nanoseconds. */
export interface FileIdentity {
  readonly path: string;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly inode: bigint;
}

export interface FileSourceOptions {
  /** The ETag found for this very version before, so that the file need not be hashed again. */
  known?(file: FileIdentity): string | undefined | Promise<string | undefined>;
  /** Told the ETag of a file that had to be read for it. */
  hashed?(file: FileIdentity, etag: string): void | Promise<void>;
}

/** The bucket of all files, so that no key of a store is mistaken for a path. */
export const fileBucket = 'file';

/** The ETag of what cannot be read; opening it says why. */
const unreadableEtag = 'unreadable';

/** A file, or all files in a folder. Keys are absolute paths with `/`, names are paths as they were given. */
export function fileSource(path: string, options: FileSourceOptions = {}): Source {
  const kept = keptFiles();
  return {
    id: `file:${resolve(path)}`,
    list: (signal) => list(path, { ...options, kept }, signal),
    async open(object, signal) {
      const pieces = kept.take(object);
      return pieces === undefined ? readFile(object.key, object, signal) : sameStill(object, pieces, signal);
    },
    async close() {},
  };
}

interface ListOptions extends FileSourceOptions {
  readonly kept: KeptFiles;
}

/** What is kept of a file, which must still be what it was when listed. */
async function sameStill(
  object: OfferedObject,
  pieces: readonly Uint8Array[],
  signal?: AbortSignal,
): Promise<ByteStream> {
  await requireUnchanged(object.key, object);
  return (async function* () {
    signal?.throwIfAborted();
    yield* pieces;
  })();
}

async function* list(path: string, options: ListOptions, signal?: AbortSignal): AsyncIterable<OfferedObject> {
  try {
    for await (const found of walk(path)) {
      signal?.throwIfAborted();
      if (found.kind === 'file') yield await offeredFile(found, options, signal);
      else if (found.kind === 'skipped') yield { ...unread(found.path), skip: found.reason };
      else yield unread(found.path);
    }
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'ENOENT') throw problem;
    throw new KushiError('SOURCE_NOT_FOUND', `There is no file or folder ${path}.`, { cause: problem });
  }
}

async function offeredFile(
  { path, stats }: { path: string; stats: BigIntStats },
  { known, hashed, kept }: ListOptions,
  signal?: AbortSignal,
): Promise<OfferedObject> {
  const version = { ...unread(path), size: Number(stats.size), time: stats.mtimeNs };
  const { key, size, time } = version;
  const identity = { path: key, size, mtimeNs: time, inode: stats.ino };
  const before = await known?.(identity);
  if (before !== undefined) return { ...version, etag: before };
  try {
    const etag = await contentEtag(kept.keeping(version, await readFile(path, version, signal)));
    await hashed?.(identity, etag);
    return { ...version, etag };
  } catch (problem) {
    if (signal?.aborted) throw problem;
    return version;
  }
}

/** An object as far as it is known without reading it. */
function unread(path: string): OfferedObject {
  const key = resolve(path).split(sep).join('/') + (path.endsWith('/') ? '/' : '');
  return { bucket: fileBucket, key, etag: unreadableEtag, size: 0, time: 0n, name: path };
}
