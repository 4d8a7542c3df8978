import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTable } from './table.ts';

test('cells are aligned, numbers stand right, an absent value is a dash', () => {
  const columns = [
    { title: 'WHO', max: 20 },
    { title: 'EVENTS', right: true },
  ];
  expect(
    formatTable(columns, [
      ['串', 1204],
      [null, 7],
    ]),
  ).toBe('WHO  EVENTS\n串    1,204\n-         7\n');
});

test('the widest column with a max gives way first; the others stay whole', () => {
  const columns = [{ title: 'ID' }, { title: 'SHORT', max: 30 }, { title: 'LONG', max: 90 }];
  const [, row] = formatTable(columns, [['a'.repeat(12), 'b'.repeat(20), 'c'.repeat(60)]], 60).split('\n');
  expect(row).toBe(`${'a'.repeat(12)}  ${'b'.repeat(20)}  ${'c'.repeat(23)}…`);
});

test('a name is cut in its middle where its end tells more', () => {
  const columns = [{ title: 'WHO', max: 15, cut: 'middle' as const }];
  expect(formatTable(columns, [['some-long-role/i-0abc']])).toBe('WHO\nsome-lo…/i-0abc\n');
});

test('a table of narrowable columns is never wider than its room', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '串', ' ', '…'), maxLength: 90 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, text, text), { maxLength: 5 }),
      fc.integer({ min: 40, max: 200 }),
      (rows, room) => {
        const columns = ['A', 'B', 'C'].map((title) => ({ title, max: 80 }));
        for (const line of formatTable(columns, rows, room).split('\n'))
          expect(line.length + [...line.matchAll(/串/g)].length).toBeLessThanOrEqual(room);
      },
    ),
  );
});
