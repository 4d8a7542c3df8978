import { expect, test } from 'vitest';
import { createHidesLetters, memoryOf } from './hidden-letters.ts';

test.each([
  ['escaped letters', 'kay', '{"a":"\\u006bay"}', true],
  ['capitals behind escapes', 'kay', '{"a":"\\u004BAY"}', true],
  ['the Kelvin sign', 'kay', '\u212aay', true],
  ['the Kelvin sign escaped', 'kay', '\\u212Aay', true],
  ['I with a dot', 'hi', 'h\u0130', true],
  ['the long s', 'as', 'a\u017f', true],
  ['an escaped slash', '/x', 'a\\/x', true],
  ['nothing behind escapes of other letters', 'kay', '{"a":"\\u003cb\\u003e\\n\\"\\/"}', false],
  ['nothing in foreign letters that are none of these', 'kis', 'caf\u00e9 \u65e5\u672c \u{1f600}', false],
  ['no stranger of a letter that is not asked for', 'bay', '\u212a\u0130\u017f', false],
  ['no escape that is cut off', 'kay', '{"a":"\\u006', false],
  ['no escape of what is no hex', 'kay', '\\u0g6b', false],
])('finds %s', (_, text, where, found) => {
  for (const before of ['', '\\', '\\k', '\\u00']) {
    const bytes = new TextEncoder().encode(before + where);
    // Neither a word that begins before the span nor a buffer that ends within a word is in the way.
    for (const buffer of [bytes.slice().buffer, Uint8Array.from([...bytes, 0x5c, 0x75]).buffer]) {
      expect(createHidesLetters([text])(memoryOf(buffer), [before.length, bytes.length])).toBe(found);
    }
  }
});
