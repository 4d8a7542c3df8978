import { expect, test } from 'vitest';
import { cut, printable } from './printable.ts';

test.each([
  ['plain, with ünïcode and 日本語', 'plain, with ünïcode and 日本語'],
  ['\u001b[31mred\u001b[0m', '\\u{1b}[31mred\\u{1b}[0m'],
  ['line\nbreak\r', 'line\\u{a}break\\u{d}'],
  ['user\u202egnp.exe', 'user\\u{202e}gnp.exe'],
  ['\u009b2J', '\\u{9b}2J'],
])('%j is shown as %j', (text, expected) => {
  expect(printable(text)).toBe(expected);
});

test('cut keeps to the width', () => {
  expect(cut('abcdef', 4)).toBe('abc…');
  expect(cut('abcd', 4)).toBe('abcd');
});
