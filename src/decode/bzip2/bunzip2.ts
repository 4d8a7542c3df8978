import { type ByteReader, byteReader } from '../byte-reader.ts';
import { type ByteStream, joined } from '../byte-stream.ts';
import { corrupt, Damage, truncated } from '../decode-error.ts';
import { type BitSource, OutOfBits, takeBits, takeWord } from './bit-source.ts';
import { decodeBlock } from './block.ts';
import { blockCrc } from './block-crc.ts';

/** The first 24 of the 48 bits of pi and of its square root, which mark a block and the end of a stream. */
const blockMagic = 0x314159;
const blockMagicRest = 0x265359;
const endMagic = 0x177245;
const endMagicRest = 0x385090;

/** Compressed bytes to have at hand for each 100,000 of block size; a block that needs more is begun again with more. */
const aheadPerLevel = 120_000;

/** What a part of the file turned out to be. */
type Part =
  | { readonly kind: 'block'; readonly crc: number; readonly pieces: Uint8Array[] }
  | { readonly kind: 'end'; readonly crc: number };

/**
 * Bzip2 of one or many streams. A block (at most 900 kB before its run lengths are undone) is delivered when its CRC is
 * right, so what comes out is verified. Decoded here and not by a package because it has to work on a stream and keep
 * what precedes damage.
 */
export async function* bunzip2(stream: ByteStream): ByteStream {
  const reader = byteReader(stream);
  const input: Input = { reader, bits: { bytes: new Uint8Array(0), position: 0 }, over: false };
  try {
    for (let streams = 0; ; streams++) {
      const level = await nextPart(input, 8, streamLevel(streams));
      if (level === 0) return;
      yield* blocks(input, level);
    }
  } finally {
    await reader.close();
  }
}

interface Input {
  readonly reader: ByteReader;
  bits: BitSource;
  over: boolean;
}

async function* blocks(input: Input, level: number): ByteStream {
  let combined = 0;
  for (;;) {
    const part = await nextPart(input, level * aheadPerLevel, (bits) => readPart(bits, level * 100_000));
    if (part.kind === 'end') {
      if (part.crc !== combined) throw corrupt('The bzip2 stream checksum does not match.');
      return;
    }
    if (part.crc !== blockCrc(part.pieces)) throw corrupt('The checksum of a bzip2 block does not match.');
    combined = (((combined << 1) | (combined >>> 31)) ^ part.crc) >>> 0;
    yield* part.pieces;
  }
}

/** Reads a part, fetching `ahead` bytes before it and more whenever they do not suffice. */
async function nextPart<T>(input: Input, ahead: number, read: (bits: BitSource) => T): Promise<T> {
  await fill(input, ahead);
  for (let wanted = ahead * 2; ; wanted *= 2) {
    const attempt = { ...input.bits };
    try {
      const part = read(attempt);
      input.bits = attempt;
      return part;
    } catch (problem) {
      if (!(problem instanceof OutOfBits)) throw problem;
      if (input.over) throw truncated('the bzip2 data');
      await fill(input, wanted);
    }
  }
}

async function fill(input: Input, wanted: number): Promise<void> {
  const unread = input.bits.bytes.subarray(input.bits.position >>> 3);
  if (input.over || unread.length >= wanted) return;
  const more = await input.reader.read(wanted * 2 - unread.length);
  input.over = unread.length + more.length < wanted * 2;
  input.bits = { bytes: joined([unread, more]), position: input.bits.position & 7 };
}

/** Reads `BZh1` to `BZh9` at the next whole byte; 0 at the end of the input. */
function streamLevel(streams: number): (bits: BitSource) => number {
  return (bits) => {
    bits.position = (bits.position + 7) & ~7;
    if (bits.position >= bits.bytes.length * 8) return 0;
    const isStream = takeBits(bits, 24) === 0x425a68;
    const level = takeBits(bits, 8) - 0x30;
    if (isStream && level >= 1 && level <= 9) return level;
    if (streams === 0) throw corrupt('The bzip2 header is damaged.');
    throw new Damage('DECODE_TRAILING', 'Bytes that are no bzip2 stream follow the last one.');
  };
}

function readPart(bits: BitSource, capacity: number): Part {
  const magic = takeBits(bits, 24);
  const rest = takeBits(bits, 24);
  const crc = takeWord(bits);
  if (magic === endMagic && rest === endMagicRest) return { kind: 'end', crc };
  if (magic !== blockMagic || rest !== blockMagicRest) throw corrupt('The header of a bzip2 block is damaged.');
  return { kind: 'block', crc, pieces: decodeBlock(bits, capacity) };
}
