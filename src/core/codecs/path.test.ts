import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPath, parsePath } from './path.ts';
import type { PathStep } from './reader.ts';

describe('parsePath', () => {
  const cases: readonly (readonly [string, readonly PathStep[]])[] = [
    ['.', []],
    ['.a.b', [{ key: 'a' }, { key: 'b' }]],
    ['.a."Process ID"', [{ key: 'a' }, { key: 'Process ID' }]],
    ['."a.b"."say \\"hi\\""', [{ key: 'a.b' }, { key: 'say "hi"' }]],
    ['.a.0', [{ key: 'a' }, { index: 0 }]],
    ['.a.-1', [{ key: 'a' }, { index: -1 }]],
    ['.a."0".007', [{ key: 'a' }, { key: '0' }, { key: '007' }]],
    ['.a.*.b', [{ key: 'a' }, { all: true }, { key: 'b' }]],
    ['.headers(name=Host).value', [{ key: 'headers' }, { where: 'name', equals: 'Host' }, { key: 'value' }]],
    ['.(k="a b")', [{ where: 'k', equals: 'a b' }]],
    ['.h(name=x.y)', [{ key: 'h' }, { where: 'name', equals: 'x.y' }]],
    ['.account-id.@type.$k.a:b/c', ['account-id', '@type', '$k', 'a:b/c'].map((key) => ({ key }))],
  ];
  test.each(cases)('%s', (text, steps) => {
    expect(parsePath(text)).toEqual({ ok: true, steps });
  });

  const mistakes: readonly (readonly [string, number, string])[] = [
    ['', 0, 'begins with a dot'],
    ['a.b', 0, 'begins with a dot'],
    ['.a.', 3, 'a member, an index'],
    ['.a..b', 3, 'a member, an index'],
    ['.a."b', 3, 'not closed'],
    ['.a."\\q"', 3, 'Not a JSON string'],
    ['.a"b"', 2, 'Expected "." or "("'],
    ['.a.*b', 4, 'Expected "." or "("'],
    ['.a(b)', 4, '"=" and a value'],
    ['.a(=c)', 3, 'a member after "("'],
    ['.a(b=)', 5, 'a value after "="'],
    ['.a(b=c', 6, 'Expected ")"'],
    ['.a b', 2, 'Expected "." or "("'],
  ];
  test.each(mistakes)('%s is a mistake', (text, at, message) => {
    expect(parsePath(text)).toEqual({ ok: false, mistake: { at, message: expect.stringContaining(message) } });
  });
});

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('0', '-1', '*', 'a.b', '"', '\\'));
const anyStep: fc.Arbitrary<PathStep> = fc.oneof(
  anyText.map((key) => ({ key })),
  fc.integer().map((index) => ({ index: index || 0 })),
  fc.constant({ all: true } as const),
  fc.tuple(anyText, anyText).map(([where, equals]) => ({ where, equals })),
);

test('a formatted path reads back to the same steps', () => {
  fc.assert(
    fc.property(fc.array(anyStep), (steps) => {
      expect(parsePath(formatPath(steps))).toEqual({ ok: true, steps });
    }),
  );
});

test('any text is a path or a mistake inside the text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const parsed = parsePath(`.${text}`);
      if (!parsed.ok) expect(parsed.mistake.at).toBeLessThanOrEqual(text.length + 1);
    }),
  );
});
