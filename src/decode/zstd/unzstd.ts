import { type ByteReader, byteReader } from '../byte-reader.ts';
import type { ByteStream } from '../byte-stream.ts';
import { corrupt, Damage, truncated } from '../decode-error.ts';
import { type FrameHeader, headerSize, readFrameHeader } from './frame-header.ts';
import { maxBlockBytes } from './literals.ts';
import { portableFrame } from './portable-frame.ts';
import { xxh64 } from './xxh64.ts';

const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;

/**
 * Zstandard (RFC 8878): any number of frames, skippable ones passed over. Checksums and content sizes are verified where
 * a frame has them. A block is the unit: all blocks before a damaged one are delivered.
 */
export async function* unzstd(stream: ByteStream): ByteStream {
  const reader = byteReader(stream);
  try {
    for (;;) {
      const magic = await reader.read(4);
      if (magic.length === 0) return;
      if (magic.length < 4) throw truncated('the magic number of a zstd frame');
      const number = uint32(magic);
      if (number === frameMagic) yield* frame(reader);
      else if ((number & ~15) === skippableMagic) await skipFrame(reader);
      else throw new Damage('DECODE_TRAILING', 'Bytes that are no zstd frame follow the last one.');
    }
  } finally {
    await reader.close();
  }
}

async function* frame(reader: ByteReader): ByteStream {
  const [descriptor] = await readAll(reader, 1);
  const header = readFrameHeader(descriptor, await readAll(reader, headerSize(descriptor)));
  const hash = xxh64();
  let size = 0;
  for await (const bytes of blocks(reader, header)) {
    size += bytes.length;
    if (size > (header.contentSize ?? size)) throw corrupt('The zstd frame holds more than its header says.');
    if (header.hasChecksum) hash.update(bytes);
    yield bytes;
  }
  if (size !== (header.contentSize ?? size)) throw corrupt('The zstd frame holds less than its header says.');
  if (header.hasChecksum && uint32(await readAll(reader, 4)) !== hash.low32()) {
    throw corrupt('The checksum (XXH64) of the zstd frame does not match.');
  }
}

/** The decoded blocks of a frame. A block header has 3 bytes: last, type (2 bits), size (RFC 8878, 3.1.1.2). */
async function* blocks(reader: ByteReader, { window }: FrameHeader): ByteStream {
  const decoder = portableFrame(window);
  for (let last = false; !last; ) {
    const [low, middle, high] = await readAll(reader, 3);
    last = (low & 1) === 1;
    const type = (low >> 1) & 3;
    const size = (low >> 3) | (middle << 5) | (high << 13);
    if (size > maxBlockBytes || type === 3) throw corrupt('The header of a zstd block is damaged.');
    if (type === 2) {
      yield decoder.compressed(await readAll(reader, size));
    } else {
      const content =
        type === 0 ? await readAll(reader, size) : new Uint8Array(size).fill((await readAll(reader, 1))[0]);
      decoder.remember(content);
      yield content;
    }
  }
}

async function skipFrame(reader: ByteReader): Promise<void> {
  const size = uint32(await readAll(reader, 4));
  if ((await reader.skip(size)) < size) throw truncated('a skippable zstd frame');
}

async function readAll(reader: ByteReader, size: number): Promise<Uint8Array> {
  const bytes = await reader.read(size);
  if (bytes.length < size) throw truncated('a zstd frame');
  return bytes;
}

const uint32 = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
