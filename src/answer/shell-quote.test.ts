import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellLine, shellQuote } from './shell-quote.ts';

test.each([
  ['plain-name_1@example.com', 'plain-name_1@example.com'],
  ['two words', "'two words'"],
  ["it's", "'it'\\''s'"],
  ['$(reboot) `id` "x" \\', '\'$(reboot) `id` "x" \\\''],
  ['', "''"],
  ['tab\t', null],
  ['日本語', null],
  ['rm\u202e', null],
])('%j becomes %s', (value, expected) => {
  expect(shellQuote(value)).toBe(expected);
});

/** Words as the shell of the machine understands the lines. */
function wordsOf(lines: readonly string[]): string[][] {
  const script = lines.map((line) => `printf '%s\\0' ${line}; printf '\\n\\0'`).join('\n');
  const out = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
  return out
    .split('\n\0')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1));
}

const word = fc.string({ unit: fc.constantFrom(...`ab01 ;&|<>$()\`'"\\*?[]{}~#!=%^-_.,/:@+`), maxLength: 20 });

test('the shell gets each value as one word, as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 }), (lines) => {
      expect(wordsOf(lines.map((words) => shellLine(words) ?? ''))).toEqual(lines);
    }),
    { numRuns: 60 },
  );
});
