import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ByteStream } from './byte-stream.ts';

export interface Spooled {
  readonly path: string;
  readonly size: number;
  remove(): Promise<void>;
}

/** Where a copy goes and how large it may become; `tooLarge` makes the error that is thrown then. */
export interface SpoolOptions {
  readonly folder?: string | undefined;
  readonly maxBytes: number;
  readonly tooLarge: () => Error;
}

/** Copies a stream into a temporary file that only its owner can read. On failure nothing is left behind. */
export async function spool(
  stream: ByteStream,
  { folder = tmpdir(), maxBytes, tooLarge }: SpoolOptions,
): Promise<Spooled> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const home = await mkdtemp(join(folder, 'kushi-spool-'));
  const remove = () => rm(home, { recursive: true, force: true });
  const path = join(home, 'object');
  let size = 0;
  async function* capped(): ByteStream {
    for await (const piece of stream) {
      size += piece.length;
      if (size > maxBytes) throw tooLarge();
      // A write stream keeps pieces that wait.
      yield piece.slice();
    }
  }
  try {
    await pipeline(Readable.from(capped()), createWriteStream(path, { mode: 0o600 }));
    return { path, size, remove };
  } catch (problem) {
    await remove();
    throw problem;
  }
}
