export type Compression = 'gzip' | 'zstd' | 'bzip2' | 'zip' | 'plain';

/** Bytes needed to tell every kind from plain text: `BZh` and a digit can begin a line, so bzip2 needs its block magic. */
export const sniffBytes = 10;

const zstdMagic = [0x28, 0xb5, 0x2f, 0xfd];
const bzip2Block = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
const bzip2End = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90];

/**
 * The kind of the bytes that begin with `head` (`sniffBytes` of them, or all there are), by magic numbers: RFC 1952,
 * RFC 8878, the bzip2 format and PKWARE's APPNOTE. Names are not asked: they lie. Input that was cut off inside its
 * magic number counts as the kind it began as where text cannot begin like that (gzip, zstd).
 */
export function compressionOf(head: Uint8Array): Compression {
  if (startsLike(head, [0x1f, 0x8b, 0x08])) return 'gzip';
  if (startsLike(head, zstdMagic) || isSkippableFrame(head)) return 'zstd';
  if (isBzip2(head)) return 'bzip2';
  if (starts(head, 0, [0x50, 0x4b, 3, 4]) || starts(head, 0, [0x50, 0x4b, 5, 6])) return 'zip';
  return 'plain';
}

function starts(head: Uint8Array, at: number, magic: readonly number[]): boolean {
  return head.length >= at + magic.length && magic.every((byte, i) => head[at + i] === byte);
}

function startsLike(head: Uint8Array, magic: readonly number[]): boolean {
  const known = magic.slice(0, head.length);
  return known.length >= 2 && starts(head, 0, known);
}

/** Skippable frames have sixteen magic numbers, 0x184D2A50 to 0x184D2A5F (RFC 8878, 3.1.2). */
function isSkippableFrame(head: Uint8Array): boolean {
  return (head[0] & 0xf0) === 0x50 && starts(head, 1, [0x2a, 0x4d, 0x18]);
}

function isBzip2(head: Uint8Array): boolean {
  if (!starts(head, 0, [0x42, 0x5a, 0x68]) || head[3] < 0x31 || head[3] > 0x39) return false;
  return starts(head, 4, bzip2Block) || starts(head, 4, bzip2End);
}
