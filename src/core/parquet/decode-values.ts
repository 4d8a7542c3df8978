import { readUint32 } from './byte-buffer.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import { corrupt } from './corrupt.ts';
import type { PageBody } from './read-pages.ts';

/** A dictionary page as a dictionary; null (a chunk without one) has no values. */
export function decodeDictionary(page: PageBody | null): ByteDictionary {
  if (page === null)
    return new ByteDictionary({ bytes: new Uint8Array(), starts: new Uint32Array(1), size: 0, unique: false });
  const { body, values } = page;
  // Each value has a length of four bytes, so a larger count is a lie.
  if (values > body.length / 4) throw corrupt('a dictionary has fewer values than it says');
  const starts = new Uint32Array(values + 1);
  const end = decodeStarts({ body, at: 0, values }, starts, 1);
  if (end !== body.length) throw corrupt('a dictionary is longer than its values');
  return new ByteDictionary({ bytes: body, starts, size: values, unique: false });
}

/** Finds where each of `values` PLAIN values begins, from `source.at`; returns where the last one ends. */
export function decodeStarts(
  source: { body: Uint8Array; at: number; values: number },
  into: Uint32Array,
  first: number,
): number {
  const { body } = source;
  let at = source.at;
  for (let index = 0; index < source.values; index++) {
    if (at + 4 > body.length) throw corrupt('a page of values ends too early');
    into[first + index] = at + 4;
    at += 4 + readUint32(body, at);
  }
  if (at > body.length) throw corrupt('a value is longer than its page');
  return at;
}
