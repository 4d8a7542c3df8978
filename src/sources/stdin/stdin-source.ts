import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { KushiError } from '../../core/error/error.ts';
import type { ByteStream } from '../../decode/byte-stream.ts';
import { type Spooled, spool } from '../../decode/spool.ts';
import { etagOf } from '../file/content-etag.ts';
import { type FileVersion, readFile } from '../file/read-file.ts';
import type { OfferedObject, Source } from '../source.ts';

export interface StdinSourceOptions {
  /** Folder for the copy: what is piped in has no second reading. */
  readonly folder: string;
  readonly maxBytes?: number;
}

const defaultMaxBytes = 64 * 2 ** 30;

/**
 * Standard input as one object named `-`. It is copied to a file first, so that it has an ETag like any other object and
 * can be resumed when the same bytes are piped in again. `close` removes the copy.
 */
export function stdinSource(input: ByteStream, { folder, maxBytes = defaultMaxBytes }: StdinSourceOptions): Source {
  let copy: Spooled | undefined;
  let version: FileVersion | undefined;

  async function* list(signal?: AbortSignal): AsyncIterable<OfferedObject> {
    const hash = createHash('sha256');
    const tooLarge = () =>
      new KushiError('SOURCE_UNREADABLE', `Standard input is larger than ${maxBytes} bytes. Load a file instead.`);
    copy = await spool(hashed(input, hash, signal), { folder, maxBytes, tooLarge });
    const time = (await stat(copy.path, { bigint: true })).mtimeNs;
    version = { name: '-', size: copy.size, time };
    yield { bucket: 'stdin', key: '-', etag: etagOf(hash), ...version };
  }

  return {
    id: 'stdin',
    list,
    async open(object, signal) {
      if (copy === undefined || version === undefined || object.key !== '-') {
        throw new KushiError('SOURCE_UNREADABLE', 'Standard input of an earlier run is gone. Pipe it in again.');
      }
      return readFile(copy.path, version, signal);
    },
    async close() {
      await copy?.remove();
      copy = undefined;
    },
  };
}

async function* hashed(input: ByteStream, hash: ReturnType<typeof createHash>, signal?: AbortSignal): ByteStream {
  for await (const piece of input) {
    signal?.throwIfAborted();
    hash.update(piece);
    yield piece;
  }
}
