import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellCovers, cellFits, keyFits, parseCell } from './cell.ts';
import { compileGlob } from './glob.ts';

const fits: readonly (readonly [string, string | undefined, boolean])[] = [
  ['a,b', 'B', true],
  ['a,b', 'c', false],
  ['*', 'x', true],
  ['*', undefined, false],
  ['absent', undefined, true],
  ['absent', 'x', false],
  ['present', 'x', true],
  ['=GET', 'GET', true],
  ['=GET', 'get', false],
  ['400..599', '599', true],
  ['400..599', '600', false],
  ['0..3.99', '3.5', true],
  ['-5..5', '-4', true],
  ['1..2', 'x', false],
  ["''", '', true],
  ['Get*', 'getObject', true],
  ['?a', 'ba', true],
  ['?a', 'a', false],
];
test.each(fits)('%s and %s: %s', (cell, value, expected) => {
  expect(cellFits(parseCell(cell), value)).toBe(expected);
});

test('in a key * is the rest', () => {
  expect(keyFits(parseCell('*'), undefined)).toBe(true);
  expect(keyFits(parseCell('a*'), undefined)).toBe(false);
});

const texts = fc.string({ unit: fc.constantFrom('a', 'b', '1', '2', '.'), maxLength: 4 });
const cells = fc
  .array(
    fc.oneof(
      fc.constantFrom('*', 'absent', 'present', '1..2', '0..21', '=a', '=A'),
      fc.string({ unit: fc.constantFrom('a', 'b', '1', '*', '?'), minLength: 1, maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) => parseCell(parts.join(',')));

test('a cell that covers another takes all that the other takes', () => {
  fc.assert(
    fc.property(cells, cells, fc.option(texts, { nil: undefined }), (wide, narrow, value) => {
      if (cellCovers(wide, narrow) && keyFits(narrow, value)) expect(keyFits(wide, value)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

const globs: readonly (readonly [string, string, boolean])[] = [
  ['**/CloudTrail/**', 'AWSLogs/111122223333/CloudTrail/us-east-1/x.json.gz', true],
  ['**/CloudTrail/**', 'CloudTrail/x', true],
  ['**/x', 'x', true],
  ['a/*/c', 'a/b/c', true],
  ['a/*/c', 'a/b/b/c', false],
  ['a?c', 'a/c', false],
  ['**nginx*access*', 'logs/web/nginx/access.log', false],
  ['**nginx**access*', 'logs/web/nginx/access.log', true],
  ['**NGINX-access*', 'x/nginx-Access.log', true],
];
test.each(globs)('%s and key %s: %s', (glob, key, expected) => {
  expect(compileGlob(glob, { path: true })(key)).toBe(expected);
});

test('a glob is what the regular expression with . for ? and .* for * is', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
  fc.assert(
    fc.property(glob, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (pattern, text) => {
      const source = pattern.replaceAll('?', '.').replace(/\*+/g, '.*');
      expect(compileGlob(pattern)(text)).toBe(new RegExp(`^${source}$`).test(text));
    }),
    { numRuns: 2000 },
  );
});
