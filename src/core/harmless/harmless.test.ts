import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { harmless } from './harmless.ts';
import { acting, hostileText } from './hostile-text.fixture.ts';

describe('what would act or hide is shown by its name', () => {
  test.each([
    ['plain, with ünïcode, 日本語 and 😀', 'plain, with ünïcode, 日本語 and 😀'],
    ['', ''],
    ['\u001b[31mred\u001b[0m', '⟦ESC⟧[31mred⟦ESC⟧[0m'],
    ['one\ntwo\r\nthree\rfour', 'one↵two↵three⟦CR⟧four'],
    ['user\u202egnp.exe', 'user⟦RLO⟧gnp.exe'],
    ['\u009b2J\u0000', '⟦CSI⟧2J⟦NUL⟧'],
    ['a\u200bb\u00adc\ufeff', 'a⟦ZWSP⟧b⟦SHY⟧c⟦ZWNBSP⟧'],
    ['hi\u{e0073}\u{e0061}y\u{e007f}', 'hi⟦TAG s⟧⟦TAG a⟧y⟦U+E007F⟧'],
    ['\ud83d and \ude00', '⟦U+D83D⟧ and ⟦U+DE00⟧'],
    ['葛\u{e0100}', '葛⟦U+E0100⟧'],
    ['filler\u3164end\uffff', 'filler⟦U+3164⟧end⟦U+FFFF⟧'],
    [`e${'\u0301'.repeat(9)}`, `e${'\u0301'.repeat(6)}⟦+3 marks⟧`],
  ])('%j is shown as %j', (text, expected) => {
    expect(harmless(text)).toBe(expected);
  });
});

describe('long text', () => {
  test.each([
    ['abcdef', { most: 4 }, 'abc…'],
    ['abcd', { most: 4 }, 'abcd'],
    ['abcdefghi', { most: 6, cut: 'middle' }, 'abc…hi'],
    ['a\u202eb', { most: 4 }, 'a…'],
    ['😀😀😀', { most: 4 }, '😀…'],
    ['x'.repeat(150), { most: 60 }, `${'x'.repeat(43)}…⟦150 characters⟧`],
    ['x'.repeat(100), { most: 60 }, `${'x'.repeat(59)}…`],
    ['abc', { most: 0 }, ''],
  ] as const)('%j in %j is %j', (text, room, expected) => {
    expect(harmless(text, room)).toBe(expected);
  });

  test('a megabyte is said to be one', () => {
    const text = harmless('\u202e'.repeat(1_048_576), { most: 100, cut: 'middle' });
    expect(text).toContain('…⟦1,048,576 characters⟧⟦RLO⟧');
  });
});

const room = fc.option(fc.record({ most: fc.nat(80), cut: fc.constantFrom('middle' as const, 'end' as const) }), {
  nil: undefined,
});

test('nothing harmful is left, it fits, and a second time changes nothing', () => {
  fc.assert(
    fc.property(hostileText, room, (text, room) => {
      const shown = harmless(text, room);
      expect(acting(shown)).toEqual([]);
      if (room !== undefined) expect(shown.length).toBeLessThanOrEqual(room.most);
      expect(harmless(shown, room)).toBe(shown);
      expect(harmless(shown)).toBe(shown);
    }),
    { numRuns: 2000 },
  );
});
