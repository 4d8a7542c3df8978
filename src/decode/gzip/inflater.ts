import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib';

/** zlib, fed by hand, so that what was decoded before an error is kept and the bytes it consumed are known. */
export interface Inflater {
  /** Decodes one piece; resolves with what came out of it. */
  feed(piece: Uint8Array): Promise<Uint8Array[]>;
  /** Says that no more input comes; resolves with the rest. */
  finish(): Promise<Uint8Array[]>;
  /** zlib has seen the end of the data; what was fed beyond `consumed` bytes is not part of it. */
  readonly ended: boolean;
  readonly consumed: number;
  readonly error: (Error & { code?: string }) | undefined;
  close(): void;
}

/** 256 KiB a chunk: four times fewer trips through the thread pool than zlib's default, and no more than a CPU cache. */
const chunkSize = 256 << 10;

export function inflater(format: 'gzip' | 'raw'): Inflater {
  const zlib: Gunzip | InflateRaw = format === 'gzip' ? createGunzip({ chunkSize }) : createInflateRaw({ chunkSize });
  let out: Uint8Array[] = [];
  let ended = false;
  let error: Error | undefined;
  let settle = () => {};
  zlib.on('data', (chunk: Uint8Array) => out.push(chunk));
  zlib.on('end', () => {
    ended = true;
    settle();
  });
  zlib.on('error', (problem) => {
    error = problem;
    settle();
  });

  // When data follows the end of the stream, zlib ends without calling the write back: `end` settles it.
  async function run(action: (done: () => void) => void): Promise<Uint8Array[]> {
    if (!ended && error === undefined) {
      await new Promise<void>((resolve) => {
        settle = resolve;
        action(resolve);
      });
    }
    const chunks = out;
    out = [];
    return chunks;
  }

  return {
    feed: (piece) => run((done) => zlib.write(piece, done)),
    finish: () => run(() => zlib.end()),
    get ended() {
      return ended;
    },
    get consumed() {
      return zlib.bytesWritten;
    },
    get error() {
      return error;
    },
    close: () => zlib.destroy(),
  };
}
