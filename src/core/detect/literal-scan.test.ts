import { expect, test } from 'vitest';
import { buildLiteralScan, standsIn } from './literal-scan.ts';

function stands(literals: readonly string[], where: string, [before, behind] = ['', '']): boolean {
  const bytes = new TextEncoder().encode(before + where + behind);
  const view = new DataView(bytes.buffer, 0, bytes.length);
  return standsIn(buildLiteralScan(literals), view, [before.length, bytes.length - behind.length]);
}

test.each([
  ['at the beginning', ['abcd'], 'abcdx', true],
  ['at the end', ['abcd'], 'xxabcd', true],
  ['in any letter case', ['a-bc', 'zz@z'], 'xxA-bC', true],
  ['behind what begins alike', ['aab'], 'aaab', true],
  ['one whose window another has', ['abcx', 'abcy', 'abc-long'], '..abc-LONG', true],
  ['the longer of two', ['long text', 'xy'], 'a long text', true],
  ['nothing that is cut off', ['abcdef', 'zzz'], 'xxabcde', false],
  ['nothing in less than a literal', ['abc'], 'ab', false],
  ['nothing in nothing', ['ab'], '', false],
  ['no sign that differs in the bit of letter case', ['a@b'], 'a`b', false],
])('finds %s', (_, literals, where, found) => {
  expect(stands(literals, where)).toBe(found);
});

test('looks at nothing beside the span', () => {
  expect(stands(['abcd'], 'cd', ['ab', ''])).toBe(false);
  expect(stands(['abcd'], 'ab', ['', 'cd'])).toBe(false);
  expect(stands(['abcd', 'xy'], 'ab', ['xabcd', 'cdxy'])).toBe(false);
});

test('long literals leap as well', () => {
  const long = 'x'.repeat(300);
  expect(stands([long], `y${long}`)).toBe(true);
  expect(stands([long], `${'x'.repeat(299)}y${'x'.repeat(299)}`)).toBe(false);
});
