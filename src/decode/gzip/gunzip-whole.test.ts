import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { concat } from '../testing/decoded.ts';
import { lines } from '../testing/lines.ts';
import { gunzipWhole } from './gunzip-whole.ts';

const text = lines(200);
const gzip = new Uint8Array(gzipSync(text));
const changed = (fromEnd: number) => gzip.with(gzip.length - fromEnd, gzip[gzip.length - fromEnd] ^ 1);

describe('gunzipWhole', () => {
  it.each([
    ['one member', gzip, text],
    ['many members', concat(gzip, gzipSync('x'), gzip), concat(text, Buffer.from('x'), text)],
    ['no text', new Uint8Array(gzipSync('')), new Uint8Array(0)],
  ])('inflates %s', (_, bytes, expected) => {
    expect(Buffer.from(gunzipWhole(bytes)!).equals(expected)).toBe(true);
  });

  it.each([
    ['cut off', gzip.subarray(0, gzip.length - 1)],
    ['cut off in the header', gzip.subarray(0, 9)],
    ['with another checksum', changed(8)],
    ['with another length', changed(4)],
    ['followed by bytes of nothing', concat(gzip, Uint8Array.of(1, 2, 3))],
    ['followed by padding', concat(gzip, new Uint8Array(64))],
    ['of too much text', new Uint8Array(gzipSync(new Uint8Array(2 << 20)))],
    ['of too much text before a short member', concat(gzipSync(new Uint8Array(2 << 20)), gzip)],
  ])('leaves to the stream what is %s', (_, bytes) => {
    expect(gunzipWhole(bytes)).toBeNull();
  });
});
