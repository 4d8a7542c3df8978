import { expect, test } from 'vitest';
import { editDistance, nearest } from './nearest.ts';

test.each([
  ['adress', 'address', 1],
  ['metod', 'method', 1],
  ['uesr', 'user', 1],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
] as const)('%s to %s: %i edits', (a, b, edits) => {
  expect(editDistance(a, b)).toBe(edits);
});

test('the nearest of the candidates, or none that is near', () => {
  expect(nearest('usr', ['method', 'user', 'url'])).toBe('user');
  expect(nearest('Source.adress', ['source.address', 'source.as'])).toBe('source.address');
  expect(nearest('xyzzy', ['method', 'user'])).toBeUndefined();
});
