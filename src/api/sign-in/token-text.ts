import { crc32 } from 'node:zlib';
import { newSecret } from './secrets.ts';

/** A name in front and a checksum behind, so that secret scanners find tokens and take nothing else for one. */
const shape = /^kushi_[\w-]{43}[\da-f]{8}$/;

/** A new API token: `kushi_`, 256 random bits in Base64url, and eight hex digits of their CRC-32. */
export function newToken(): string {
  const secret = newSecret();
  return `kushi_${secret}${checksum(secret)}`;
}

/** Whether a text is a token that was made by Kushi; whether it is good is another question. */
export function isToken(text: string): boolean {
  return shape.test(text) && text.slice(-8) === checksum(text.slice(6, -8));
}

function checksum(secret: string): string {
  return crc32(secret).toString(16).padStart(8, '0');
}
