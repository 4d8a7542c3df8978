import { dirname, join, sep } from 'node:path';
import { KushiError } from '../core/error/error.ts';
import { type FileSystem, nodeFileSystem, type WritableFile } from './file-system.ts';
import type { SegmentStore, StoredFile } from './segment-store.ts';
import { storageError } from './storage-error.ts';

export interface FileStore extends SegmentStore {
  /** Absolute path of a key, for readers that open files themselves. */
  localPath(key: string): string;
}

/** Segments as files below a folder. */
export function createFileStore(folder: string, files: FileSystem = nodeFileSystem): FileStore {
  const localPath = (key: string): string => {
    if (key.split('/').some((part) => part === '' || part === '.' || part === '..')) {
      throw new KushiError('INTERNAL', `"${key}" is not a key of a segment file.`);
    }
    return join(folder, ...key.split('/'));
  };
  return {
    localPath,
    async put(key, write) {
      const path = localPath(key);
      await attempt(path, async () => {
        await makeFolder(files, dirname(path));
        await replaceFile(files, path, (file) => write((bytes) => file.write(bytes)));
      });
    },
    size: (key) => attempt(localPath(key), async () => (await files.status(localPath(key))).bytes),
    read: (key, { offset, length }) =>
      attempt(localPath(key), async () => {
        const bytes = await files.read(localPath(key), offset, length);
        if (bytes.length < length) {
          throw new KushiError('STORAGE_CORRUPT', `${localPath(key)} is shorter than it was. Put it back from a copy.`);
        }
        return bytes;
      }),
    list: (prefix) => listFolder(files, folder, prefix),
    delete: (key) => attempt(localPath(key), () => unlinkIfThere(files, localPath(key))),
  };
}

/** temporary → fsync → rename → fsync of the folder: at any instant the name stands for a whole file or for none. */
async function replaceFile(
  files: FileSystem,
  path: string,
  write: (file: WritableFile) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await files.create(temporary);
  try {
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await files.rename(temporary, path);
    await files.syncFolder(dirname(path));
  } catch (error) {
    await unlinkIfThere(files, temporary).catch(() => {});
    throw error;
  }
}

/** A new folder is durable only when the folder it stands in is synced, up to the one that was there before. */
async function makeFolder(files: FileSystem, path: string): Promise<void> {
  const topmost = await files.makeFolder(path);
  if (topmost === undefined) return;
  for (let made = path; made.length >= topmost.length; made = dirname(made)) await files.syncFolder(dirname(made));
}

async function* listFolder(files: FileSystem, folder: string, prefix: string): AsyncGenerator<StoredFile> {
  for (const { name, folder: isFolder } of await namesOrNone(files, folder)) {
    yield* listEntry(files, { folder, key: name, isFolder, prefix });
  }
}

interface ListedEntry {
  readonly folder: string;
  readonly key: string;
  readonly isFolder: boolean;
  readonly prefix: string;
}

async function* listEntry(files: FileSystem, entry: ListedEntry): AsyncGenerator<StoredFile> {
  const { folder, key, isFolder, prefix } = entry;
  const path = join(folder, key.replaceAll('/', sep));
  if (isFolder) {
    // Either may be the longer one: a prefix may end inside this folder, or this folder lies below the prefix.
    if (!`${key}/`.startsWith(prefix) && !prefix.startsWith(`${key}/`)) return;
    for (const child of await namesOrNone(files, path)) {
      yield* listEntry(files, { folder, key: `${key}/${child.name}`, isFolder: child.folder, prefix });
    }
  } else if (key.startsWith(prefix)) {
    const status = await files.status(path).catch(goneAs(null));
    if (status !== null) yield { key, modified: status.modified };
  }
}

async function namesOrNone(files: FileSystem, path: string): ReturnType<FileSystem['names']> {
  return files.names(path).catch(goneAs([]));
}

async function unlinkIfThere(files: FileSystem, path: string): Promise<void> {
  await files.unlink(path).catch(goneAs(undefined));
}

/** Takes "no such file" for an answer, since another process may delete at any time. */
function goneAs<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageError(path, error);
  }
}
