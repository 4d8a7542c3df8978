import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as text that stands in cookies, headers and URLs unquoted. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret. One that nobody chose needs no slow hash: it cannot be guessed. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Compares two secrets in a time that says nothing of where they differ. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

/** Crockford's Base32, without letters that are read as digits: https://www.crockford.com/base32.html */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A password of 125 random bits that a person can type, such as `7wq2k-…`, to be replaced by one of their own. */
export function newPassword(): string {
  const letters = [...randomBytes(25)].map((byte) => alphabet[byte % 32]).join('');
  return letters.match(/.{5}/g)?.join('-') ?? letters;
}
