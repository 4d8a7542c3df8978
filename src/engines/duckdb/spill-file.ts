import { closeSync, mkdirSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { storageError } from '../../segments/storage-error.ts';

/** Bytes that have no room in memory for a while. */
export interface SpillFile {
  /** Keeps bytes and returns where. */
  write(bytes: Uint8Array): number;
  /** Fills `into` with what was written at a place. */
  read(place: number, into: Uint8Array): void;
  close(): void;
}

/**
 * A temporary file without a name, so that a crash leaves nothing. It goes through the operating system's memory, mostly
 * to be read again before it ever reaches a disk; waiting for that in place is cheaper than asking another thread.
 */
export function createSpillFile(folder: string, name: string): SpillFile {
  const path = join(folder, `${name}.spill`);
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw storageError(path, error);
    }
  };
  const file = attempt(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const opened = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    return opened;
  });
  let end = 0;
  return {
    write(bytes) {
      const place = end;
      attempt(() => {
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, place + at);
      });
      end += bytes.length;
      return place;
    },
    read(place, into) {
      attempt(() => {
        for (let at = 0; at < into.length; ) at += readSync(file, into, at, into.length - at, place + at);
      });
    },
    close: () => closeSync(file),
  };
}
