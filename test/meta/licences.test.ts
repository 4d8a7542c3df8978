import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Licences that may be in the lock: permissive ones. No AGPL, SSPL or Elastic licence, and nothing unnamed. */
const allowed =
  /^\(?(MIT|MIT-0|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|MPL-2\.0)( (OR|AND) [\w.+-]+)*\)?$/;

/** Apache-2.0 by its LICENSE file; its package.json has the field's old form. */
const readByHand = ['node_modules/uap-core'];

test('every package of the lock has a permissive licence', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { license?: string }>;
  };
  const others = Object.entries(packages)
    .filter(([path, { license }]) => path !== '' && !readByHand.includes(path) && !allowed.test(license ?? ''))
    .map(([path, { license }]) => `${path}: ${license ?? 'none named'}`);
  expect(others).toEqual([]);
});

test('the lock names no registry', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved"/);
});
