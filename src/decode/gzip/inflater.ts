import { constants, createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib';

/** zlib, fed by hand, so that what was decoded before an error is kept and the bytes it consumed are known. */
export interface Inflater {
  /** Decodes one piece. Each chunk that comes out is in the same memory as the last one. */
  feed(piece: Uint8Array): Iterable<Uint8Array>;
  /** Says that no more input comes; gives the rest. */
  finish(): Iterable<Uint8Array>;
  /** zlib has seen the end of the data; what was fed beyond `consumed` bytes is not part of it. */
  readonly ended: boolean;
  readonly consumed: number;
  readonly error: InflateError | undefined;
  close(): void;
}

export interface InflateError {
  readonly message: string;
  readonly code: string;
}

/**
 * zlib's streams make new memory for every chunk, and the garbage collections that this brings about cost more than
 * inflating does; what is below them inflates into memory of the caller's..
 */
interface Handle {
  onerror: (message: string, errno: number, code: string) => void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputBytes: number,
    output: Uint8Array,
    outputAt: number,
    outputBytes: number,
  ): void;
}

type Stream = (Gunzip | InflateRaw) & {
  readonly _handle: Handle;
  /** After a write: bytes of the output and of the input that were left over. */
  readonly _writeState: Uint32Array;
};

/** 256 KiB a chunk, no more than a CPU cache. */
const chunkSize = 256 << 10;
/** Of a stream whose own memory is not used; the least zlib allows. */
const unusedChunk = { chunkSize: 64 };
const nothing = new Uint8Array(0);

/** Memory of inflaters that are closed. */
const spare: Uint8Array[] = [];

export function inflater(format: 'gzip' | 'raw'): Inflater {
  const stream = (format === 'gzip' ? createGunzip(unusedChunk) : createInflateRaw(unusedChunk)) as unknown as Stream;
  const { _handle: handle, _writeState: left } = stream;
  const output = spare.pop() ?? new Uint8Array(chunkSize);
  let error: InflateError | undefined;
  let ended = false;
  let consumed = 0;
  handle.onerror = (message, _, code) => {
    error = { message, code };
  };

  function* run(piece: Uint8Array, flush: number): Iterable<Uint8Array> {
    let at = 0;
    for (let isFull = true; isFull && !ended; ) {
      handle.writeSync(flush, piece, at, piece.length - at, output, 0, output.length);
      if (error !== undefined) return;
      const [outputLeft, inputLeft] = left;
      consumed += piece.length - at - inputLeft;
      at = piece.length - inputLeft;
      isFull = outputLeft === 0;
      // Input that zlib has room for and does not take is behind the end.
      ended = !isFull && inputLeft > 0;
      if (outputLeft < output.length) yield output.subarray(0, output.length - outputLeft);
    }
  }

  return {
    feed: (piece) => run(piece, constants.Z_NO_FLUSH),
    finish: () => run(nothing, constants.Z_FINISH),
    get ended() {
      return ended;
    },
    get consumed() {
      return consumed;
    },
    get error() {
      return error;
    },
    close() {
      stream.close();
      spare.push(output);
    },
  };
}
