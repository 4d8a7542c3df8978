import { createHash, type Hash } from 'node:crypto';
import type { ByteStream } from '../../decode/byte-stream.ts';

/** The ETag of content: SHA-256, its first 128 bits in hex, so that a copy or a touched file is known again. */
export function etagOf(hash: Hash): string {
  return hash.digest('hex').slice(0, 32);
}

export async function contentEtag(bytes: ByteStream): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of bytes) hash.update(piece);
  return etagOf(hash);
}
