import { Damage } from '../decode-error.ts';

/** Window sizes the reference decoder accepts by default, too (`zstd -d` asks for --long beyond 2^27). */
const maxWindow = 2 ** 27;

export interface FrameHeader {
  readonly window: number;
  /** What the frame decodes to, when it says so. */
  readonly contentSize: number | undefined;
  readonly hasChecksum: boolean;
}

/** How many bytes of header follow the descriptor byte (RFC 8878, 3.1.1.1). */
export function headerSize(descriptor: number): number {
  return (isSingleSegment(descriptor) ? 0 : 1) + [0, 1, 2, 4][descriptor & 3] + contentSizeBytes(descriptor);
}

const isSingleSegment = (descriptor: number): boolean => (descriptor & 0x20) !== 0;

function contentSizeBytes(descriptor: number): number {
  const code = descriptor >> 6;
  return code === 0 ? (isSingleSegment(descriptor) ? 1 : 0) : 1 << code;
}

/** `rest`: the `headerSize` bytes behind the descriptor. */
export function readFrameHeader(descriptor: number, rest: Uint8Array): FrameHeader {
  if (descriptor & 8) throw new Damage('DECODE_UNSUPPORTED', 'The zstd frame uses a feature that is reserved.');
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3];
  const dictionaryAt = isSingleSegment(descriptor) ? 0 : 1;
  if (rest.subarray(dictionaryAt, dictionaryAt + dictionaryBytes).some((byte) => byte !== 0)) {
    throw new Damage('DECODE_UNSUPPORTED', 'The zstd frame needs a dictionary.');
  }
  const sizeBytes = contentSizeBytes(descriptor);
  const contentSize =
    sizeBytes === 0
      ? undefined
      : littleEndian(rest.subarray(dictionaryAt + dictionaryBytes)) + (sizeBytes === 2 ? 256 : 0);
  const window = isSingleSegment(descriptor) ? (contentSize ?? 0) : windowSize(rest[0]);
  if (window > maxWindow) throw new Damage('DECODE_UNSUPPORTED', 'The zstd frame needs a window of more than 128 MiB.');
  return { window, contentSize, hasChecksum: (descriptor & 4) !== 0 };
}

function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

function windowSize(byte: number): number {
  const base = 2 ** (10 + (byte >> 3));
  return base + (base / 8) * (byte & 7);
}
