import { describe, expect, it } from 'vitest';
import { compressionOf } from './compression.ts';

const bytes = (...values: (number | string)[]) =>
  Uint8Array.from(values.flatMap((value) => (typeof value === 'string' ? [...Buffer.from(value)] : value)));

describe('compressionOf', () => {
  it.each([
    ['gzip', bytes(0x1f, 0x8b, 8, 0)],
    ['gzip', bytes(0x1f, 0x8b)],
    ['plain', bytes(0x1f, 0x8b, 7)],
    ['plain', bytes(0x1f)],
    ['zstd', bytes(0x28, 0xb5, 0x2f, 0xfd)],
    ['zstd', bytes(0x28, 0xb5)],
    ['zstd', bytes(0x5a, 0x2a, 0x4d, 0x18)],
    ['plain', bytes('(')],
    ['bzip2', bytes('BZh9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)],
    ['bzip2', bytes('BZh1', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90)],
    ['plain', bytes('BZh9 is a word')],
    ['plain', bytes('BZh0', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)],
    ['zip', bytes('PK', 3, 4)],
    ['zip', bytes('PK', 5, 6)],
    ['plain', bytes('PK')],
    ['plain', bytes('{"a":1}')],
    ['plain', bytes()],
  ])('%s: %j', (kind, head) => {
    expect(compressionOf(head)).toBe(kind);
  });
});
