import type { ByteStream } from './byte-stream.ts';
import { bunzip2 } from './bzip2/bunzip2.ts';
import { type Compression, compressionOf, sniffBytes } from './compression.ts';
import { Damage, DecodeError } from './decode-error.ts';
import { type DecodeOptions, defaultDecodeOptions } from './decode-options.ts';
import { gunzip } from './gzip/gunzip.ts';
import { limited, type Meter, metered } from './limit.ts';
import { peek } from './peek.ts';
import { asUtf8, without } from './text/utf8.ts';
import { unzip, type ZipFile } from './zip/unzip.ts';
import { unzstd } from './zstd/unzstd.ts';

/** A file inside an archive; an object that is no zip has one, with no name. */
export interface DecodedEntry {
  readonly name: string;
  /**
   * Offset of its first byte among the decoded bytes of the whole object: the sum of what the entries before delivered.
   * Together with a position inside the entry it is the offset `decode` would count, so one number places a record.
   */
  readonly start: number;
  readonly bytes: ByteStream;
}

/**
 * The decoded bytes of an object, in pieces of at most about 1 MB. What it is is told by magic bytes: gzip, zstd, bzip2,
 * zip (its entries one after the other) or plain; one more layer inside (a zip of .gz files) is taken off too. UTF-16 is
 * transcoded and a byte order mark removed, see `asUtf8`. Offsets count the bytes delivered here, and `from` leaves out
 * that many of them, so a reader can stop and go on later.
 *
 * Throws DecodeError for damage or a reached limit, after everything before it was delivered; errors of `stream` itself
 * and the abort reason pass through unchanged.
 */
export async function* decode(stream: ByteStream, options: DecodeOptions = {}): ByteStream {
  yield* without(concatenated(stream, options), options.from ?? 0);
}

async function* concatenated(stream: ByteStream, options: DecodeOptions): ByteStream {
  for await (const entry of decodeEntries(stream, options)) yield* entry.bytes;
}

/**
 * Like `decode`, but each entry of a zip by itself, in the order of the archive's directory. What the consumer leaves
 * unread of an entry is passed over when it asks for the next, so `start` is exact all the same. A damaged entry throws
 * from its own `bytes`; the entries behind it can still be read. `from` is not looked at.
 */
export async function* decodeEntries(stream: ByteStream, options: DecodeOptions = {}): AsyncIterable<DecodedEntry> {
  const meter: Meter = { stored: 0 };
  let start = 0;
  try {
    for await (const file of filesIn(metered(stream, meter, options.signal), options)) {
      const text = asUtf8(innerLayer(limited(file.bytes, meter, options), options));
      const entry = placed(limited(text, meter, options), start);
      try {
        yield { name: file.name, start, bytes: entry.bytes };
        start = await entry.end();
      } finally {
        await entry.close();
      }
    }
  } catch (problem) {
    throw located(problem, start);
  }
}

async function* filesIn(stream: ByteStream, options: DecodeOptions): AsyncIterable<ZipFile> {
  const { kind, stream: stored } = await sniffed(stream);
  if (kind === 'zip') yield* unzip(stored, options);
  else yield { name: '', bytes: unpacked(stored, kind, options) };
}

async function* innerLayer(stream: ByteStream, options: DecodeOptions): ByteStream {
  const inner = await sniffed(stream);
  yield* unpacked(inner.stream, inner.kind, options);
}

async function sniffed(stream: ByteStream): Promise<{ kind: Compression; stream: ByteStream }> {
  const { head, stream: whole } = await peek(stream, sniffBytes);
  return { kind: compressionOf(head), stream: whole };
}

function unpacked(stream: ByteStream, kind: Compression, options: DecodeOptions): ByteStream {
  if (kind === 'gzip') return gunzip(stream, options.salvageBytes ?? defaultDecodeOptions.salvageBytes);
  if (kind === 'zstd') return unzstd(stream);
  if (kind === 'bzip2') return bunzip2(stream);
  if (kind === 'zip') return unzippedWhole(stream, options);
  return stream;
}

async function* unzippedWhole(stream: ByteStream, options: DecodeOptions): ByteStream {
  for await (const file of unzip(stream, options)) yield* file.bytes;
}

/** Bytes whose damage is located, and whose end is known even when the consumer stops early. */
function placed(
  stream: ByteStream,
  start: number,
): { bytes: ByteStream; end(): Promise<number>; close(): Promise<void> } {
  const iterator = stream[Symbol.asyncIterator]();
  let offset = start;
  async function* bytes(): ByteStream {
    for (;;) {
      const { done, value } = await iterator.next().catch((problem) => {
        throw located(problem, offset);
      });
      if (done) return;
      offset += value.length;
      yield value;
    }
  }
  async function end(): Promise<number> {
    try {
      for await (const piece of { [Symbol.asyncIterator]: () => iterator }) offset += piece.length;
    } catch (problem) {
      if (!(problem instanceof Damage)) throw problem;
    }
    return offset;
  }
  async function close(): Promise<void> {
    await iterator.return?.();
  }
  return { bytes: bytes(), end, close };
}

function located(problem: unknown, offset: number): unknown {
  return problem instanceof Damage ? new DecodeError(problem.code, offset, problem.message) : problem;
}
