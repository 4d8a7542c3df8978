import type { ByteStream } from '../../decode/byte-stream.ts';
import type { OfferedObject } from '../source.ts';

/** Larger files are read twice: opening them costs little beside reading them. */
const mostFileBytes = 64 << 10;
/** Room for the small files that are listed before the first of them is opened. */
const mostKeptBytes = 16 << 20;

type Version = Pick<OfferedObject, 'key' | 'size' | 'time'>;

/** The bytes of small files from when they are hashed until they are opened, so that each is read once. */
export interface KeptFiles {
  /** The same bytes; when they have been read to their end and are few, they are kept. */
  keeping(file: Version, bytes: ByteStream): ByteStream;
  /** What is kept of this very version, once; undefined when nothing is. */
  take(file: Version): readonly Uint8Array[] | undefined;
}

export function keptFiles(): KeptFiles {
  const kept = new Map<string, Version & { readonly pieces: readonly Uint8Array[] }>();
  let keptBytes = 0;
  const drop = (key: string) => {
    const file = kept.get(key);
    if (file !== undefined) keptBytes -= file.size;
    kept.delete(key);
    return file;
  };
  return {
    async *keeping(file, bytes) {
      drop(file.key);
      const pieces: Uint8Array[] = [];
      const isKept = file.size <= mostFileBytes && keptBytes + file.size <= mostKeptBytes;
      for await (const piece of bytes) {
        if (isKept) pieces.push(piece);
        yield piece;
      }
      if (!isKept) return;
      kept.set(file.key, { ...file, pieces });
      keptBytes += file.size;
    },
    take({ key, size, time }) {
      const file = drop(key);
      return file?.size === size && file.time === time ? file.pieces : undefined;
    },
  };
}
