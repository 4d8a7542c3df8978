import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isToken, newToken } from './token-text.ts';

test('a token is told by its name and its checksum', () => {
  const token = newToken();
  expect(token).toMatch(/^kushi_[\w-]{43}[\da-f]{8}$/);
  expect(isToken(token)).toBe(true);
  expect(newToken()).not.toBe(token);
});

test('one character changed, added or lost makes it none', () => {
  const token = newToken();
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(...'aZ9-_'), (at, letter) => {
      const changed = token.slice(0, at) + letter + token.slice(at + 1);
      expect(isToken(changed)).toBe(changed === token);
      expect(isToken(token.slice(0, at) + letter + token.slice(at))).toBe(false);
      expect(isToken(token.slice(0, at) + token.slice(at + 1))).toBe(false);
    }),
  );
});
