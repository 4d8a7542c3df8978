import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRegex } from '../query/regex.ts';
import { requiredLiteral } from './required-literal.ts';

const seconds = Number(process.env.FUZZ_SECONDS ?? 2);
const seed = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) };

const regex = (pattern: string): string => requiredLiteral({ op: 'regex', pattern, flags: '' });

/** An expression and one text it matches. */
interface Sample {
  readonly pattern: string;
  readonly text: string;
}

const sample = fc.letrec<{ any: Sample; atom: Sample }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    tie('atom'),
    fc.array(tie('any'), { minLength: 1, maxLength: 4 }).map((parts) => ({
      pattern: parts.map((part) => part.pattern).join(''),
      text: parts.map((part) => part.text).join(''),
    })),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => ({ pattern: `(?:${a.pattern}|${b.pattern})`, text: b.text })),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => ({ pattern: `${a.pattern}|${b.pattern}`, text: b.text })),
    fc
      .tuple(
        tie('any'),
        fc.constantFrom(['*', 0], ['?', 0], ['+', 2], ['{0,2}', 0], ['{2}', 2], ['+?', 1], ['{1,}', 1]),
      )
      .map(([of, [repeat, times]]) => ({ pattern: `(${of.pattern})${repeat}`, text: of.text.repeat(Number(times)) })),
    fc
      .tuple(tie('atom'), fc.constantFrom(['*', 0], ['?', 1], ['+', 2], ['{0,3}', 0], ['{3}', 3]))
      .map(([of, [repeat, times]]) => ({ pattern: `${of.pattern}${repeat}`, text: of.text.repeat(Number(times)) })),
  ),
  atom: fc.oneof(
    fc.constantFrom('a', 'b', 'é', '\u{1f600}', ' ', '/', '-').map((text) => ({ pattern: text, text })),
    fc.constantFrom<Sample>(
      { pattern: '\\.', text: '.' },
      { pattern: '\\\\', text: '\\' },
      { pattern: '\\d', text: '7' },
      { pattern: '\\x41', text: 'A' },
      { pattern: '\\x{263a}', text: '\u263a' },
      { pattern: '\\pL', text: 'x' },
      { pattern: '\\p{Greek}', text: 'α' },
      { pattern: '\\Qa.b*\\E', text: 'a.b*' },
      { pattern: '[]a]', text: ']' },
      { pattern: '[^b)]', text: 'a' },
      { pattern: '[[:alpha:])]', text: ')' },
      { pattern: '.', text: 'x' },
      { pattern: '(?i:ab)', text: 'AB' },
      { pattern: '(?P<n>ab)', text: 'ab' },
    ),
  ),
})).any;

describe('the literal that a test requires', () => {
  test.each([
    ['powershell', 'powershell'],
    ['^cmd\\.exe /c', 'cmd.exe /c'],
    ['a+bcd', 'bcd'],
    ['abcd?e', 'abc'],
    ['ab|cd', ''],
    ['(ab|cd)efg', 'efg'],
    ['[ab]+xyz{0}', 'xy'],
    ['(a(b)c)\\(de', '(de'],
    ['\\d{4}', ''],
  ])('of /%s/ is "%s"', (pattern, literal) => {
    expect(regex(pattern)).toBe(literal);
  });

  test('of a wildcard is its longest text', () => {
    const parts = [{ literal: 'ab' }, { wild: '*' as const }, { literal: 'cde' }];
    expect(requiredLiteral({ op: 'like', parts, cased: false })).toBe('cde');
  });

  test('stands in every text that the expression matches', () => {
    const property = fc.property(sample, ({ pattern, text }) => {
      const compiled = compileRegex(`^(?:${pattern})$`, 's');
      fc.pre('matches' in compiled && compiled.matches(text));
      expect(text.toLowerCase()).toContain(regex(pattern).toLowerCase());
    });
    fc.assert(property, { interruptAfterTimeLimit: seconds * 1000, numRuns: 1_000_000, ...seed });
  });
});
