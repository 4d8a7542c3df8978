import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { ByteStream } from '../../decode/byte-stream.ts';
import { changedSinceListed, fileUnreadable } from '../unreadable.ts';

/** What a file was when it was listed: bytes, and last modified in nanoseconds. */
export interface FileVersion {
  readonly name: string;
  readonly size: number;
  readonly time: bigint;
}

const mostPieceBytes = 256 << 10;

/**
 * Opens a file that must still be what it was when listed. It is looked at again after the last byte: who appends or
 * writes while it is read makes the iteration fail with SOURCE_UNREADABLE, and so nothing mixed is taken for the object.
 */
export async function readFile(path: string, version: FileVersion, signal?: AbortSignal): Promise<ByteStream> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    await requireSame(file, version);
    return pieces(file, version, signal);
  } catch (problem) {
    await file?.close();
    throw fileUnreadable(version.name, problem);
  }
}

async function* pieces(file: FileHandle, version: FileVersion, signal: AbortSignal | undefined): ByteStream {
  // Some special files have no size and are read until they end.
  let left = version.size === 0 ? Number.POSITIVE_INFINITY : version.size;
  try {
    while (left > 0) {
      signal?.throwIfAborted();
      const pieceSize = Math.min(left, mostPieceBytes);
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceSize), 0, pieceSize);
      if (bytesRead === 0) break;
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    await requireSame(file, version);
  } catch (problem) {
    throw signal?.aborted ? problem : fileUnreadable(version.name, problem);
  } finally {
    await file.close();
  }
}

/** Fails with SOURCE_UNREADABLE when the file is not what it was when listed, or is gone. */
export async function requireUnchanged(path: string, version: FileVersion): Promise<void> {
  try {
    requireVersion(await stat(path, { bigint: true }), version);
  } catch (problem) {
    throw fileUnreadable(version.name, problem);
  }
}

async function requireSame(file: FileHandle, version: FileVersion): Promise<void> {
  requireVersion(await file.stat({ bigint: true }), version);
}

function requireVersion(now: BigIntStats, { name, size, time }: FileVersion): void {
  if (now.size !== BigInt(size) || now.mtimeNs !== time) throw changedSinceListed(name);
}
