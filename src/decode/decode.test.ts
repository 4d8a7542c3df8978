import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ByteStream } from './byte-stream.ts';
import { type DecodedEntry, decode, decodeEntries } from './decode.ts';
import { DecodeError } from './decode-error.ts';
import { concat, inPieces, outcome, startsWith, utf8 } from './testing/decoded.ts';
import { fixture } from './testing/fixture.ts';
import { lines } from './testing/lines.ts';
import { zip } from './testing/zip.ts';

const text = lines(3000);
const short = lines(20);
const incompressible = new Uint8Array(randomBytes(90_000));

describe('decode', () => {
  it.each([
    ['plain', text, text],
    ['nothing', new Uint8Array(0), new Uint8Array(0)],
    ['gzip', gzipSync(text), text],
    ['gzip of nothing', gzipSync(''), new Uint8Array(0)],
    ['gzip of what does not compress', gzipSync(incompressible), incompressible],
    ['gzip, three members', concat(gzipSync(short), gzipSync(''), gzipSync(text)), concat(short, text)],
    ['gzip with padding', concat(gzipSync(short), new Uint8Array(700)), short],
    ['zstd', fixture('lines-3000.zst'), text],
    ['zstd without a content size', fixture('lines-3000-streamed.zst'), text],
    ['zstd, two frames', concat(fixture('lines-20.zst'), fixture('lines-3000.zst')), concat(short, text)],
    ['bzip2', fixture('lines-3000.bz2'), text],
    ['bzip2, two streams', concat(fixture('lines-20.bz2'), fixture('lines-3000.bz2')), concat(short, text)],
    [
      'zip',
      zip([
        { name: 'a', content: short },
        { name: 'b', content: text, stored: true },
      ]),
      concat(short, text),
    ],
    ['gzip in gzip', gzipSync(gzipSync(text)), text],
    ['zstd in gzip', gzipSync(fixture('lines-3000.zst')), text],
    [
      'gzip in zip',
      zip([
        { name: 'a.gz', content: gzipSync(short) },
        { name: 'b', content: short },
      ]),
      concat(short, short),
    ],
    ['zip in gzip', gzipSync(zip([{ name: 'a', content: text }])), text],
    ['three layers: the innermost stays', gzipSync(gzipSync(gzipSync('x'))), gzipSync('x')],
  ])('decodes %s in pieces of any size', async (_, stored, expected) => {
    for (const size of [1, 7, 4096, Math.max(1, stored.length)]) {
      const { bytes, error } = await outcome(decode(inPieces(stored, size)));
      expect(error).toBeUndefined();
      expect(Buffer.from(bytes).equals(expected)).toBe(true);
    }
  });

  it.each([
    ['gzip', gzipSync(short)],
    ['gzip, two members', concat(gzipSync(short.subarray(0, 100)), gzipSync(short.subarray(100)))],
    ['zstd', fixture('lines-20.zst')],
    ['bzip2', fixture('lines-20.bz2')],
    ['zip', zip([{ name: 'a', content: short }])],
  ])('delivers what precedes the end of %s cut at any byte', async (_, stored) => {
    for (let length = 12; length < stored.length; length++) {
      const { bytes, error } = await outcome(decode(inPieces(stored.subarray(0, length), 64)));
      expect(startsWith(short, bytes)).toBe(true);
      if (error === undefined) expect(bytes.length).toBe(100);
      else expect(error).toMatchObject({ code: 'DECODE_TRUNCATED', offset: bytes.length });
    }
  });

  it.each([
    ['gzip', gzipSync(short)],
    ['zstd', fixture('lines-20.zst')],
    ['bzip2', fixture('lines-20.bz2')],
  ])('never takes damaged %s for whole', async (_, stored) => {
    for (let at = 10; at < stored.length; at++) {
      const damaged = stored.slice();
      damaged[at] ^= 1 << (at % 8);
      const { bytes, error } = await outcome(decode(inPieces(damaged, 64)));
      if (error === undefined) expect(Buffer.from(bytes).equals(short)).toBe(true);
      else {
        expect(error).toBeInstanceOf(DecodeError);
        expect(error).toMatchObject({ offset: bytes.length });
      }
    }
  });

  it.each([
    ['gzip', gzipSync(short)],
    ['zstd', fixture('lines-20.zst')],
    ['bzip2', fixture('lines-20.bz2')],
  ])('delivers all of %s before bytes that belong to nothing', async (_, stored) => {
    for (const size of [1, 50, 10_000]) {
      const { bytes, error } = await outcome(decode(inPieces(concat(stored, utf8('garbage')), size)));
      expect(error).toMatchObject({ code: 'DECODE_TRAILING', offset: short.length });
      expect(Buffer.from(bytes).equals(short)).toBe(true);
    }
  });

  it('finds bytes that belong to nothing behind padding', async () => {
    const stored = concat(gzipSync(short), new Uint8Array(100), utf8('garbage'));
    for (const size of [10, stored.length]) {
      const { bytes, error } = await outcome(decode(inPieces(stored, size)));
      expect(error).toMatchObject({ code: 'DECODE_TRAILING', offset: short.length });
      expect(bytes.length).toBe(short.length);
    }
  });

  it.each([0, 1, 1000, text.length - 1, text.length, text.length + 1])('goes on from offset %d', async (from) => {
    const { bytes } = await outcome(decode(inPieces(gzipSync(text), 1000), { from }));
    expect(Buffer.from(bytes).equals(text.subarray(from))).toBe(true);
  });

  it('stops at the byte limit, having delivered exactly that', async () => {
    for (const stored of [text, gzipSync(text), fixture('lines-3000.zst')]) {
      const { bytes, error } = await outcome(decode(inPieces(stored), { maxBytes: 5000 }));
      expect(error).toMatchObject({ code: 'DECODE_BOMB', offset: 5000 });
      expect(Buffer.from(bytes).equals(text.subarray(0, 5000))).toBe(true);
    }
    expect((await outcome(decode(inPieces(gzipSync(text)), { maxBytes: text.length }))).error).toBeUndefined();
  });

  it('stops when the text is too many times larger than what is stored', async () => {
    let size = 0;
    const consume = async () => {
      for await (const piece of decode(inPieces(zstdRuns(3000)))) size += piece.length;
    };
    await expect(consume()).rejects.toMatchObject({ code: 'DECODE_BOMB', offset: 256 * 2 ** 20 });
    expect(size).toBe(256 * 2 ** 20);
  });

  it('ends with the reason of an abort', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const consume = async () => {
      for await (const _ of decode(inPieces(gzipSync(incompressible), 1000), { signal: controller.signal })) {
        controller.abort(reason);
      }
    };
    await expect(consume()).rejects.toBe(reason);
  });

  it('passes errors of the source through', async () => {
    const failure = new Error('the connection was lost');
    async function* failing(): ByteStream {
      yield gzipSync(text).subarray(0, 500);
      throw failure;
    }
    expect((await outcome(decode(failing()))).error).toBe(failure);
  });

  it('closes the source when the consumer leaves', async () => {
    for (const stored of [text, gzipSync(text), fixture('lines-3000.zst'), fixture('lines-3000.bz2')]) {
      let isClosed = false;
      async function* source(): ByteStream {
        try {
          yield* inPieces(stored, 100);
          yield* inPieces(stored, 100);
        } finally {
          isClosed = true;
        }
      }
      for await (const _ of decode(source())) break;
      expect(isClosed).toBe(true);
    }
  });
});

describe('byte order marks', () => {
  const words = 'naïve 日本 😀\n'.repeat(3);
  const utf16 = (order: 'le' | 'be') => {
    const bytes = Buffer.from(`\ufeff${words}`, 'utf16le');
    return order === 'le' ? bytes : bytes.swap16();
  };
  it.each([
    ['UTF-8 with a mark', utf8(`\ufeff${words}`), words],
    ['UTF-16, little end first', utf16('le'), words],
    ['UTF-16, big end first', utf16('be'), words],
    ['UTF-16 in gzip', gzipSync(utf16('le')), words],
    ['a lone surrogate', Uint8Array.of(0xff, 0xfe, 0x41, 0, 0, 0xd8, 0x42, 0), 'A\ufffdB'],
    ['half a unit at the end', Uint8Array.of(0xff, 0xfe, 0x41, 0, 0x42), 'A\ufffd'],
    ['a mark that is all', Uint8Array.of(0xef, 0xbb, 0xbf), ''],
    ['a mark in the middle', utf8('a\ufeffb'), 'a\ufeffb'],
    ['bytes that are no UTF-8', Uint8Array.of(0xef, 0xbb, 0x41), undefined],
  ])('%s', async (_, stored, expected) => {
    for (const size of [1, 2, 3, 5, stored.length]) {
      const { bytes } = await outcome(decode(inPieces(stored, size)));
      expect(bytes).toEqual(expected === undefined ? stored : utf8(expected));
    }
  });

  it('counts offsets behind the mark', async () => {
    const { bytes } = await outcome(decode(inPieces(utf16('be')), { from: 7 }));
    expect(bytes).toEqual(utf8(words).subarray(7));
  });
});

describe('decodeEntries', () => {
  const archive = (...contents: readonly Uint8Array[]) =>
    zip(contents.map((content, i) => ({ name: `file-${i}`, content })));
  async function entriesOf(stored: Uint8Array, read: (entry: DecodedEntry) => Promise<unknown>) {
    const seen: unknown[] = [];
    for await (const entry of decodeEntries(inPieces(stored, 100))) {
      seen.push([entry.name, entry.start, await read(entry)]);
    }
    return seen;
  }
  const sizeOf = async ({ bytes }: DecodedEntry) => (await outcome(bytes)).bytes.length;

  it('gives one entry without a name for what is no archive', async () => {
    expect(await entriesOf(gzipSync(text), sizeOf)).toEqual([['', 0, text.length]]);
  });

  it('gives each file its name and start, whatever was read of the one before', async () => {
    const stored = archive(short, text, gzipSync(short), new Uint8Array(0));
    const starts = [0, short.length, short.length + text.length, 2 * short.length + text.length];
    const none = await entriesOf(stored, async () => 0);
    const some = await entriesOf(stored, async ({ bytes }) => {
      for await (const _ of bytes) break;
      return 0;
    });
    expect(await entriesOf(stored, sizeOf)).toEqual(
      starts.map((start, i) => [`file-${i}`, start, [short.length, text.length, short.length, 0][i]]),
    );
    for (const seen of [none, some]) expect(seen).toEqual(starts.map((start, i) => [`file-${i}`, start, 0]));
  });

  it('leaves out folders and resource forks', async () => {
    const content = new Uint8Array(0);
    const stored = zip(['logs/', 'logs/a', '__MACOSX/logs/._a', '../up', 'ünï'].map((name) => ({ name, content })));
    expect((await entriesOf(stored, sizeOf)).map((entry) => (entry as unknown[])[0])).toEqual([
      'logs/a',
      '../up',
      'ünï',
    ]);
  });

  it('fails in the damaged file only, at its place', async () => {
    const stored = zip([short, short, short].map((content, i) => ({ name: `${i}`, content, stored: true })));
    stored[Math.floor(stored.length / 2)] ^= 1;
    const errors = await entriesOf(stored, async ({ bytes }) => (await outcome(bytes)).error);
    expect(errors).toEqual([
      ['0', 0, undefined],
      ['1', short.length, expect.objectContaining({ code: 'DECODE_CORRUPT', offset: 2 * short.length })],
      ['2', 2 * short.length, undefined],
    ]);
  });

  it.each([
    ['an encrypted file', { flags: 0x801 }],
    ['an unknown method', { method: 99 }],
  ])('does not read %s', async (_, how) => {
    const [[, , error]] = (await entriesOf(
      zip([{ name: 'x', content: short, ...how }]),
      async ({ bytes }) => (await outcome(bytes)).error,
    )) as [[string, number, unknown]];
    expect(error).toMatchObject({ code: 'DECODE_UNSUPPORTED', offset: 0 });
  });

  it('does not copy a zip that is too large', async () => {
    const { error } = await outcome(decode(inPieces(archive(text)), { maxSpoolBytes: 100 }));
    expect(error).toMatchObject({ code: 'DECODE_BOMB', offset: 0 });
  });
});

/** A zstd frame of `count` runs of 128 KiB each, 12 bytes of header at most. */
function zstdRuns(count: number): Uint8Array {
  const size = 128 << 10;
  const blocks = Array.from({ length: count }, (_, i) => {
    const header = (i === count - 1 ? 1 : 0) | (1 << 1) | (size << 3);
    return Uint8Array.of(header & 255, (header >> 8) & 255, header >> 16, 0x61);
  });
  return concat(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0x38), ...blocks);
}
