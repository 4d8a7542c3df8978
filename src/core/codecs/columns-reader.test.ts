import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ColumnCases, createColumnsReader } from './columns-reader.ts';
import { parseSplit, splitCells } from './lines/split-cells.ts';
import { parsePath } from './path.ts';
import { plainBatch } from './plain-batch.ts';
import type { WantedPath } from './reader.ts';

const encoder = new TextEncoder();
const flowNames = ['version', 'account-id', 'srcaddr', 'dstport', 'action'];

function want(...names: string[]): WantedPath[] {
  return names.map((name) => {
    const parsed = parsePath(name);
    if (!parsed.ok) throw new Error(parsed.mistake.message);
    return { name, steps: parsed.steps };
  });
}

interface Options {
  readonly split?: string;
  readonly hasHeading?: boolean;
  readonly columns?: readonly string[];
  readonly numbers?: readonly string[];
  readonly cases?: ColumnCases;
}

function read(text: string, paths: readonly WantedPath[], { numbers = [], ...options }: Options = {}) {
  const reader = createColumnsReader(paths, {
    split: 'space',
    hasHeading: true,
    columns: flowNames,
    maxRecordBytes: 1000,
    seed: 1n,
    numbers: new Set(numbers),
    ...options,
  });
  reader.begin(0);
  reader.push(encoder.encode(text));
  reader.end();
  const batch = plainBatch(reader.take());
  return {
    values: batch.rows.map(({ values }) => paths.map(({ name }) => values[name].join())),
    rejects: batch.rejects,
  };
}

describe('names', () => {
  const paths = want('.srcaddr', '.dstport', '.vpc-id', '.more', '.');
  test('come from the first line, in any order and number', () => {
    const { values } = read('dstport vpc-id srcaddr\n443 vpc-1 192.0.2.1\n', paths);
    expect(values).toEqual([['0:192.0.2.1', '0:443', '0:vpc-1', '', '0:443 vpc-1 192.0.2.1']]);
  });
  test('are the default ones when the first line is a record', () => {
    const { values } = read('2 111122223333 192.0.2.1 443 ACCEPT x y\n', paths);
    expect(values).toEqual([['0:192.0.2.1', '0:443', '', '0:x y', '0:2 111122223333 192.0.2.1 443 ACCEPT x y']]);
  });
  test('come from the first line whatever it says when there are no default ones', () => {
    expect(read('1 2\n3 4\n', want('."2"'), { columns: [] }).values).toEqual([['0:4']]);
  });
  test('are the default ones without a heading, and _ is none', () => {
    const options = { hasHeading: false, columns: ['_', 'a.b'] };
    expect(read('x y\n', want('.a.b', '._'), options).values).toEqual([['0:y', '']]);
  });
  test('a repeated heading is no record', () => {
    const { values, rejects } = read('a b\n1 2\na b\r\n3 4\na bc\n', want('.b'), { columns: [] });
    expect([values, rejects]).toEqual([[['0:2'], ['0:4'], ['0:bc']], []]);
  });
  test('a byte order mark does not belong to the first name', () => {
    expect(read('\ufeffa b\n1 2\n', want('.a'), { columns: [] }).values).toEqual([['0:1']]);
  });
});

test('a line with too few cells is refused, with its place', () => {
  expect(read('a b c\n1 2\n3 4 5\n', want('.c'))).toEqual({
    values: [['0:5']],
    rejects: ['COLUMNS_MISSING 0:6+3 1 2'],
  });
});

test('further columns go by the value of one of the first', () => {
  const cases = {
    by: 1,
    cases: new Map([
      ['T', ['x', 'y']],
      ['U', ['y']],
    ]),
  };
  const options = { hasHeading: false, columns: ['a', 'kind'], cases };
  const { values, rejects } = read('1 T 2 3 4\n5 U 6\n7 T 8\n9 V 10\n11\n', want('.a', '.x', '.y', '.more'), options);
  expect(values).toEqual([
    ['0:1', '0:2', '0:3', '0:4'],
    ['0:5', '', '0:6', ''],
    ['0:7', '0:8', '', ''],
    ['0:9', '', '', '0:10'],
  ]);
  expect(rejects.length).toBe(1);
});

test('whole numbers written plainly are numbers, everything else is text', () => {
  const cells: readonly (readonly [string, string])[] = [
    ['0', 'int64:0'],
    ['-1', 'int64:-1'],
    ['9223372036854775807', 'int64:9223372036854775807'],
    ['9223372036854775808', '0:9223372036854775808'],
    ['-9223372036854775808', 'int64:-9223372036854775808'],
    ['-9223372036854775809', '0:-9223372036854775809'],
    ['99999999999999999999', '0:99999999999999999999'],
    ['18446744073709551617', '0:18446744073709551617'],
    ...['-', '', '007', '-0', '+1', '1.5', '1e3', '0x1'].map((text) => [text, `0:${text}`] as const),
  ];
  const text = cells.map(([cell]) => `${cell}\tx\n`).join('');
  const options = { split: 'tab', hasHeading: false, columns: ['n', 'x'], numbers: ['.n'] };
  expect(read(text, want('.n'), options).values).toEqual(cells.map(([, value]) => [value]));
});

const splits = ['space', 'tab', 'csv', ';'];
const cell = fc.oneof(
  fc.constantFrom('', '-', '12', 'é', '"', '""', '"a b"', '"x""y"', '"a"b', 'a"b'),
  fc.string({ maxLength: 20 }),
);

test('cuts lines as splitCells does', () => {
  const anyLine = fc.array(cell, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.constantFrom(...splits),
      fc.array(anyLine),
      fc.integer({ min: 1, max: 4 }),
      (split, cells, count) => {
        const { separator, hasQuotes } = parseSplit(split);
        // Quotes may draw lines together, which splitCells knows nothing of: such lines are left out.
        const lines = cells
          .map((line) => line.join(separator).replace(/[\r\n]/g, ''))
          .filter((line) => line !== '' && (!hasQuotes || isClosed(line, separator)));
        const names = Array.from({ length: count }, (_, index) => `c${index}`);
        const paths = want('.', ...names.map((name) => `.${name}`), '.more');
        const { values, rejects } = read(lines.join('\n'), paths, { split, hasHeading: false, columns: names });
        const cut = lines.map((line) => ({ line, ...splitCells(line, { separator, hasQuotes }, count) }));
        const whole = cut.filter((line) => line.count >= count);
        const rest = (text: string | null) => (text === null ? '' : `0:${text}`);
        expect(values).toEqual(
          whole.map((one) => [`0:${one.line}`, ...one.named.map((text) => `0:${text}`), rest(one.rest)]),
        );
        expect(rejects.length).toBe(lines.length - whole.length);
      },
    ),
    { numRuns: 500 },
  );
});

test('a line that looks like a heading is none where reading goes on without one', () => {
  const options = { maxRecordBytes: 100, seed: 1n, split: 'space', hasHeading: true, columns: ['a', 'b'] };
  const bytes = new TextEncoder().encode('1 2\nx y\n');
  const first = createColumnsReader(want('.a'), options);
  first.begin(0);
  first.push(bytes.slice(0, 5));
  const second = createColumnsReader(want('.a'), options);
  second.begin(0, first.resume);
  second.push(bytes.slice(first.resume.offset));
  second.end();
  expect([first, second].map((reader) => reader.take().rows)).toEqual([1, 1]);
});

/** Whether every cell that begins with a quote ends with one on the line. */
function isClosed(line: string, separator: string): boolean {
  const open = new RegExp(`(^|${separator})"(?:[^"]|"")*$`);
  return !open.test(line);
}
