import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { formatProblem } from '../error/error.ts';
import { loadRules, type RuleFile } from './load-rules.ts';
import type { Resolver } from './resolver.ts';

/**
 * The rules of SigmaHQ, which their licence lets us read but which are not ours to ship: read from an archive beside
 * the checkout, or from the folder in KUSHI_SHARED.
 */
const archive = resolve(process.env.KUSHI_SHARED ?? '../shared', 'data/sigma-rules.tar.gz');

/** The YAML files of a tar archive (POSIX ustar: 512-byte headers, name at 0, octal size at 124, prefix at 345). */
function readTar(bytes: Uint8Array): readonly RuleFile[] {
  const files: RuleFile[] = [];
  const text = (from: number, length: number): string =>
    new TextDecoder().decode(bytes.subarray(from, from + length)).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const path = [text(at + 345, 155), text(at, 100)].filter((part) => part !== '').join('/');
    if (path.endsWith('.yml'))
      files.push({ path, text: new TextDecoder().decode(bytes.subarray(at + 512, at + 512 + size)) });
    at += 512 * (1 + Math.ceil(size / 512));
  }
  return files;
}

/** Every field is one of the record, and every logsource one dataset: nothing is unknown. */
const everything: Resolver = {
  datasets: ({ product, service, category }) => [[product, service, category].join('/')],
  field: (_, name) => ({ field: `record.${name}` }),
};

describe.skipIf(!existsSync(archive))(`SigmaHQ's rules (skipped without ${archive})`, () => {
  test('load, all of them, without a complaint', () => {
    const files = readTar(gunzipSync(readFileSync(archive)));
    expect(files.length).toBeGreaterThan(3000);
    const { listing, problems } = loadRules(files, everything);
    expect(problems.map(formatProblem)).toEqual([]);
    expect(listing.filter(({ status }) => status !== 'loaded')).toEqual([]);
    expect(listing).toHaveLength(files.length);
  });
});
