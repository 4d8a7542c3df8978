import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { formatProblem } from '../error/error.ts';
import { loadRules } from './load-rules.ts';
import type { Resolver } from './resolver.ts';
import { readRuleArchive } from './testing/read-rule-archive.ts';

/**
 * The rules of SigmaHQ, which their licence lets us read but which are not ours to ship: read from an archive beside
 * the checkout, or from the folder in KUSHI_SHARED.
 */
const archive = resolve(process.env.KUSHI_SHARED ?? '../shared', 'data/sigma-rules.tar.gz');

/** Every field is one of the record, and every logsource one dataset: nothing is unknown. */
const everything: Resolver = {
  logsources: [],
  datasets: ({ product, service, category }) => [[product, service, category].join('/')],
  field: (_, name) => ({ field: `record.${name}` }),
};

describe.skipIf(!existsSync(archive))(`SigmaHQ's rules (skipped without ${archive})`, () => {
  test('load, all of them, without a complaint', () => {
    const files = readRuleArchive(gunzipSync(readFileSync(archive)));
    expect(files.length).toBeGreaterThan(3000);
    const { listing, problems } = loadRules(files, everything);
    expect(problems.map(formatProblem)).toEqual([]);
    expect(listing.filter(({ status }) => status !== 'loaded')).toEqual([]);
    expect(listing).toHaveLength(files.length);
  });
});
