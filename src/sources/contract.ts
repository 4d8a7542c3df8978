import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KushiError } from '../core/error/error.ts';
import type { OfferedObject, Source } from './source.ts';

/** What a source must be given for `describeSource`: a place of its own, empty at first. */
export interface SourceFixture {
  /** A source over everything in the place. */
  readonly source: Source;
  put(key: string, content: Uint8Array): Promise<void>;
  /** The key of an offered object as `put` knows it. */
  keyOf(object: OfferedObject): string;
  stop(): Promise<void>;
}

/** Keys that break naive code: characters with a meaning in URLs, XML, globs, shells or paths. */
export const nastyKeys = [
  'plain.json',
  'with space.txt',
  'a+b.gz',
  '100%.log',
  'year=2026/month=01/x=y.json',
  'ünïcødé/日本語/😀.txt',
  'a&b?c#d.txt',
  `q'uo"te.txt`,
  'tilde~(paren)*!.txt',
  'pct%20enc%2Fslash.txt',
  'lead//double/x',
  'tab\tkey',
  'back\\slash',
  'semi;col:on,@$.txt',
];

export interface SourceTraits {
  /** Keys the place cannot have; they are left out. */
  readonly without?: readonly string[];
}

/** The tests every source with many objects passes. */
export function describeSource(name: string, start: () => Promise<SourceFixture>, traits: SourceTraits = {}): void {
  describe(`source ${name}`, () => {
    const keys = nastyKeys.filter((key) => !traits.without?.includes(key));
    let fixture: SourceFixture;
    beforeAll(async () => {
      fixture = await start();
      for (const key of keys) await fixture.put(key, contentOf(key));
    });
    afterAll(() => fixture?.stop());

    it('lists every object once, with size, time and a distinct key', async () => {
      const objects = await listed(fixture.source);
      expect(objects.map(fixture.keyOf).sort()).toEqual([...keys].sort());
      expect(new Set(objects.map((object) => object.key)).size).toBe(keys.length);
      for (const object of objects) {
        expect(object.size).toBe(contentOf(fixture.keyOf(object)).length);
        expect(object.time).toBeGreaterThan(1_577_836_800_000_000_000n);
        expect(object.etag).toMatch(/^[^"]+$/);
        expect(object.skip).toBeUndefined();
      }
    });

    it('lists in the same order each time', async () => {
      expect(await listed(fixture.source)).toEqual(await listed(fixture.source));
    });

    it('opens each object as it was put there', async () => {
      for (const object of await listed(fixture.source)) {
        expect(await bytesOf(fixture.source, object)).toEqual(contentOf(fixture.keyOf(object)));
      }
    });

    it('stops listing when the consumer has enough', async () => {
      for await (const object of fixture.source.list()) {
        expect(object.name).not.toBe('');
        break;
      }
      expect((await listed(fixture.source)).length).toBe(keys.length);
    });

    it('refuses an object that changed since it was listed, and offers the new one with another ETag', async () => {
      await fixture.put('plain.json', contentOf('before'));
      const before = await offered(fixture, 'plain.json');
      await fixture.put('plain.json', contentOf('afterwards'));
      await expect(fixture.source.open(before)).rejects.toThrow(/changed since it was listed/);
      const after = await offered(fixture, 'plain.json');
      expect(after.etag).not.toBe(before.etag);
      expect(await bytesOf(fixture.source, after)).toEqual(contentOf('afterwards'));
      await fixture.put('plain.json', contentOf('plain.json'));
    });

    it('fails with SOURCE_UNREADABLE when there is no such object', async () => {
      const object = await offered(fixture, 'plain.json');
      const gone = { ...object, key: `${object.key}-gone`, name: 'gone' };
      const problem = await bytesOf(fixture.source, gone).catch((error: unknown) => error);
      expect(problem).toBeInstanceOf(KushiError);
      expect(problem).toMatchObject({ code: 'SOURCE_UNREADABLE' });
    });

    it('stops when told to', async () => {
      const object = await offered(fixture, 'plain.json');
      const reason = new Error('told to');
      await expect(bytesOf(fixture.source, object, AbortSignal.abort(reason))).rejects.toBe(reason);
      await expect(listed(fixture.source, AbortSignal.abort(reason))).rejects.toBe(reason);
    });
  });
}

/** Some bytes that differ from key to key, in content and length. */
function contentOf(key: string): Uint8Array {
  const digest = createHash('sha512').update(key).digest();
  return new Uint8Array(Buffer.concat(Array.from({ length: 20 + key.length }, () => digest)));
}

export async function listed(source: Source, signal?: AbortSignal): Promise<OfferedObject[]> {
  const objects: OfferedObject[] = [];
  for await (const object of source.list(signal)) objects.push(object);
  return objects;
}

export async function bytesOf(source: Source, object: OfferedObject, signal?: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await source.open(object, signal)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

async function offered({ source, keyOf }: SourceFixture, key: string): Promise<OfferedObject> {
  const object = (await listed(source)).find((one) => keyOf(one) === key);
  if (object === undefined) throw new Error(`${key} is not offered`);
  return object;
}
