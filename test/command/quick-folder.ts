import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const roomWanted = 4 * 2 ** 30;

/**
 * A new folder, in memory where the machine has such a place with room: tests that kill processes need no disk, as what
 * was written outlives its writer, and wait for no other's fsync.
 */
export function quickFolder(): string {
  return mkdtempSync(join(hasRoom('/dev/shm') ? '/dev/shm' : tmpdir(), 'kushi-test-'));
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > roomWanted;
  } catch {
    return false;
  }
}
