import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileGlob } from './glob.ts';

/** The same meaning as a regular expression, whose time nobody bounds. */
function reference(pattern: string, path: boolean): RegExp {
  const some = path ? '[^/]*' : '[^]*';
  const one = path ? '[^/]' : '[^]';
  const source = pattern.replace(/\*\*\/?|\*|\?|[^*?]/g, (part) => {
    if (part === '?') return one;
    if (part === '*') return some;
    if (part.startsWith('*')) return path ? '[^]*' : part.replaceAll('*', some);
    return part === '.' ? '\\.' : part;
  });
  return new RegExp(`^${source}$`, 'i');
}

const text = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 });

test('globs mean what their regular expression does', () => {
  fc.assert(
    fc.property(text('aB./*?'), fc.array(text('aAbB./')), fc.boolean(), (pattern, texts, path) => {
      const glob = compileGlob(pattern, { path });
      const regex = reference(pattern, path);
      for (const one of texts) expect([one, glob(one)]).toEqual([one, regex.test(one)]);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['**/CloudTrail/**', 'AWSLogs/1/CloudTrail/eu/x.gz', true],
  ['**/x.log', 'x.log', true],
  ['*.log', 'a/x.log', false],
  ['logs/**/x?.log', 'logs/x1.log', true],
])('%s and %s: %s', (pattern, key, fits) => {
  expect(compileGlob(pattern, { path: true })(key)).toBe(fits);
});
