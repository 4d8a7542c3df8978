import { type FileHandle, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';

/** A file opened for writing. */
export interface WritableFile {
  write(bytes: Uint8Array): Promise<void>;
  /** fsync: the content survives a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The operations that the file store is made of, and all it does to a disk. Tests put a disk in their place that forgets
 * what was not synced, or that is full.
 */
export interface FileSystem {
  /** Creates a file (mode 0600), or empties the one that is there. */
  create(path: string): Promise<WritableFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Makes a folder with its parents (mode 0700); returns the topmost that it made, undefined when all were there. */
  makeFolder(path: string): Promise<string | undefined>;
  /** fsync of a folder: names made or changed in it survive a power cut. */
  syncFolder(path: string): Promise<void>;
  /** Reads up to `length` bytes from `offset`; fewer at the end of the file. */
  read(path: string, offset: number, length: number): Promise<Uint8Array>;
  status(path: string): Promise<{ readonly bytes: number; readonly modified: number }>;
  /** Names in a folder, without order. */
  names(path: string): Promise<readonly { readonly name: string; readonly folder: boolean }[]>;
}

/** The machine's file system. */
export const nodeFileSystem: FileSystem = {
  async create(path) {
    const file = await open(path, 'w', 0o600);
    return { write: (bytes) => writeAll(file, bytes), sync: () => file.sync(), close: () => file.close() };
  },
  rename,
  unlink,
  makeFolder: (path) => mkdir(path, { recursive: true, mode: 0o700 }),
  syncFolder: (path) => using(path, (folder) => folder.sync()),
  read: (path, offset, length) => using(path, (file) => readAll(file, offset, length)),
  async status(path) {
    const { size, mtimeMs } = await stat(path);
    return { bytes: size, modified: mtimeMs };
  },
  async names(path) {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, folder: entry.isDirectory() }));
  },
};

async function using<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}

async function readAll(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  // Not from the pool: a page may be kept for long, and would keep the whole pool with it.
  const bytes = Buffer.allocUnsafeSlow(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, length - at, offset + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}
