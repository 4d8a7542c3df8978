import type { Random } from './random.ts';

const hexDigits = '0123456789abcdef';
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function characters(random: Random, alphabet: string, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet[random.int(alphabet.length)];
  return text;
}

const hexOctets = Array.from({ length: 65536 }, (_, i) => i.toString(16).padStart(4, '0'));

/** Lower-case hexadecimal. */
export function hex(random: Random, length: number): string {
  let text = '';
  while (text.length + 4 <= length) text += hexOctets[random.int(65536)];
  return text + characters(random, hexDigits, length - text.length);
}

/** Version 4 UUID (RFC 9562). */
export function uuid(random: Random): string {
  const four = () => hexOctets[random.int(65536)];
  const version = hexOctets[0x4000 + random.int(0x1000)];
  const variant = hexOctets[0x8000 + random.int(0x4000)];
  return `${four()}${four()}-${four()}-${version}-${variant}-${four()}${four()}${four()}`;
}

/** Request ids of S3 and of the query protocols: upper-case base 32. */
export const base32Text = (random: Random, length: number): string => characters(random, base32, length);

export const alphanumericText = (random: Random, length: number): string => characters(random, alphanumeric, length);

/**
 * AWS unique ids: a prefix that tells the kind, then 16 characters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
 */
export function awsUniqueId(random: Random, prefix: 'AKIA' | 'ASIA' | 'AIDA' | 'AROA' | 'ANPA'): string {
  return prefix + characters(random, base32, prefix === 'AIDA' || prefix === 'AROA' || prefix === 'ANPA' ? 17 : 16);
}

/** Ids of EC2 things: `i-0…`, `eni-0…`, `vpc-0…` with 17 hexadecimal digits, the first a zero. */
export const ec2Id = (random: Random, kind: string): string => `${kind}-0${hex(random, 16)}`;
