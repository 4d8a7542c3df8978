import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PatternPart, Query, Test, TextTest } from '../query/ast.ts';
import { compileQuery } from '../query/evaluate.ts';
import type { FieldTypes } from '../query/field-types.ts';
import { createDetector } from './create-detector.ts';
import { createBatchMaker, type Plain, type PlainRow, type Row, rawColumn } from './test-batch.ts';

const dataset = 'test.events';
const seconds = Number(process.env.FUZZ_SECONDS ?? 2);
const seed = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) };

const types: Readonly<Record<string, ReturnType<FieldTypes>>> = {
  'user.name': 'keyword',
  'user.roles': 'keyword',
  'source.port': 'long',
  'event.start': 'date',
  'event.risk_score': 'float',
  'tls.established': 'boolean',
  'source.ip': 'ip',
};

const fieldTypes: FieldTypes = (field) => types[field];

/** Few letters, so that values and patterns often meet; with the ones whose folding is special. */
const letters = fc.constantFrom(
  'a',
  'b',
  'A',
  'B',
  's',
  '\u017f',
  'K',
  'k',
  '\u212a',
  '\u0130',
  'i',
  '\\',
  '*',
  '\u{1f600}',
  'é',
);
const shortText = fc.string({ unit: letters, maxLength: 5 });
const numberText = fc.constantFrom('0', '1', '1.0', '-0', '1e2', '100', '22', '9007199254740993', '0.5', 'x');
const address = fc.constantFrom(
  '192.0.2.1',
  '::ffff:192.0.2.1',
  '198.51.100.7',
  '2001:db8::1',
  '2001:db8:0::1',
  'none',
);
const day = fc.constantFrom('2026-11-24', '2026-11-24T07:00:00Z', '2026-11', '2026-11-25T01:02:03.5Z');
const mixed = fc.oneof(shortText, numberText, fc.constantFrom('true', 'false', ''));

const value: Readonly<Record<string, fc.Arbitrary<Plain>>> = {
  'user.name': shortText,
  'user.roles': fc.array(shortText, { maxLength: 3 }),
  'source.port': fc.constantFrom(0n, 1n, 22n, 100n, -1n, 9007199254740993n, 9007199254740992n),
  'event.start': fc.constantFrom(1795503600000000000n, 1795568523500000000n, 0n),
  'event.risk_score': fc.constantFrom(0, -0, 0.5, 1, 100, 1e300),
  'tls.established': fc.boolean(),
  'source.ip': address,
  'record.a': fc.oneof(
    fc.string().map((text) => `x${text}`),
    mixed,
    fc.boolean(),
    fc.constant(null),
  ),
  'record.many': fc.array(fc.oneof(mixed, fc.boolean(), fc.constant(null), fc.constantFrom(1, 100)), { maxLength: 3 }),
};

const arbitraryRow: fc.Arbitrary<PlainRow> = fc.record(value, { requiredKeys: [] });

const parts: fc.Arbitrary<readonly PatternPart[]> = fc.array(
  fc.oneof(
    fc.string({ unit: letters, minLength: 1, maxLength: 2 }).map((literal) => ({ literal })),
    fc.constantFrom({ wild: '*' as const }, { wild: '?' as const }),
  ),
  { minLength: 1, maxLength: 4 },
);

const regex = fc.constantFrom(
  'a',
  'ab+',
  '^a',
  's',
  'k$',
  '(?i)ks',
  '\u017fb',
  'a|b',
  '[ab]s',
  'a?b',
  '\\\\',
  '(a)i',
  'x{0,2}b',
);

const textTest: fc.Arbitrary<TextTest> = fc.oneof(
  fc.record({ op: fc.constant('equals' as const), value: fc.oneof(mixed, address, day), cased: fc.boolean() }),
  fc.record({
    op: fc.constantFrom('contains' as const, 'startswith' as const, 'endswith' as const),
    value: fc.oneof(shortText, numberText),
    cased: fc.boolean(),
  }),
  fc.record({ op: fc.constant('like' as const), parts, cased: fc.boolean() }),
  fc.record({ op: fc.constant('regex' as const), pattern: regex, flags: fc.constantFrom('', 'i', 's', 'im') }),
);

const field = fc.constantFrom(...Object.keys(value), 'event.original');

const valueTest: fc.Arbitrary<Test> = fc.oneof(
  textTest,
  fc.record({ op: fc.constantFrom('lt', 'lte', 'gt', 'gte'), value: fc.oneof(numberText, day, shortText, address) }),
  fc.record({ op: fc.constant('cidr' as const), cidr: fc.constantFrom('192.0.2.0/24', '2001:db8::/32', '::/0', 'x') }),
  fc.constantFrom<Test>({ op: 'exists' }, { op: 'null' }),
  fc.record({
    op: fc.constant('datepart' as const),
    part: fc.constantFrom('minute', 'hour', 'day', 'week', 'month', 'year'),
    is: fc.constantFrom('equals', 'lt', 'gte'),
    value: fc.integer({ min: 0, max: 60 }),
  }),
  fc.record({
    op: fc.constant('fieldref' as const),
    field,
    how: fc.constantFrom('equals', 'contains', 'startswith', 'endswith'),
    cased: fc.boolean(),
  }),
);

/** Tests of every kind under any nesting of and, or, not. */
const arbitraryQuery: fc.Arbitrary<Query> = fc.letrec<{ query: Query; leaf: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('query'), { minLength: 1, maxLength: 3 }).map((of): Query => ({ kind: 'and', of })),
    fc.array(tie('query'), { minLength: 1, maxLength: 3 }).map((of): Query => ({ kind: 'or', of })),
    tie('query').map((of): Query => ({ kind: 'not', of })),
  ),
  leaf: fc.oneof(
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('test' as const), field, test: valueTest }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('keyword' as const), test: textTest }) },
    { weight: 1, arbitrary: fc.constantFrom<Query>({ kind: 'all' }, { kind: 'none' }) },
  ),
})).query;

function rulesOf(queries: readonly Query[]) {
  return queries.map((query) => ({ queries: new Map([[dataset, query]]) }));
}

/** What the plain evaluator finds in a batch, in the detector's order. */
function expected(queries: readonly Query[], rows: readonly Row[]) {
  return queries.flatMap((query, rule) => {
    const passes = compileQuery(query, fieldTypes);
    return rows.flatMap((row, index) => (passes(row.access) ? [{ rule, row: index }] : []));
  });
}

test('agrees with the plain evaluator, over several batches of the same dictionaries', () => {
  const property = fc.property(
    fc.array(arbitraryQuery, { minLength: 1, maxLength: 8 }),
    fc.array(fc.array(arbitraryRow, { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
    fc.array(fc.constantFrom('keep', 'forget', 'renew'), { minLength: 4, maxLength: 4 }),
    (queries, batches, resets) => {
      const detector = createDetector(rulesOf(queries), fieldTypes);
      let make = createBatchMaker(dataset);
      for (const [at, plain] of batches.entries()) {
        // A detector may also be told to forget what goes on being used.
        if (resets[at] !== 'keep') detector.reset();
        if (resets[at] === 'renew') make = createBatchMaker(dataset);
        const { batch, rows } = make(plain);
        expect(detector.run(batch)).toEqual(expected(queries, rows));
      }
    },
  );
  fc.assert(property, { interruptAfterTimeLimit: seconds * 1000, numRuns: 1_000_000, ...seed });
});

const longText = fc.array(
  fc.constantFrom('ask', 'Kiss', 'c:\\tmp', '/etc/x', 'a<b', 's="i"', '\u212aay', '\u017fki\u0130', '日本', ' '),
  {
    maxLength: 6,
  },
);
const pieces = fc.constantFrom(
  '',
  'k',
  'KI',
  'ask',
  'kiss',
  'sKiss',
  ':\\TMP',
  '/ETC/',
  'a<b',
  '="i',
  'kay',
  'ski',
  '日本ask',
  '","b',
  'x","b":"k',
);
const keywordTest: fc.Arbitrary<TextTest> = fc.oneof(
  fc.record({
    op: fc.constantFrom('equals', 'contains', 'startswith', 'endswith'),
    value: pieces,
    cased: fc.boolean(),
  }),
  fc.record({
    op: fc.constant('regex' as const),
    pattern: fc.constantFrom('ki?ss', 'etc.x', 'ask'),
    flags: fc.constantFrom('', 'i'),
  }),
);

/** JSON that writes some characters as escapes, as its writers may. */
function escaped(text: string, which: readonly boolean[]): string {
  const units = [
    ...JSON.stringify(text)
      .slice(1, -1)
      .matchAll(/\\.|[^\\]/gs),
  ].map(([unit], at) => {
    if (!which[at % which.length] || unit.length > 1) return unit;
    const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return unit === '/' ? '\\/' : `\\u${at % 2 === 0 ? hex : hex.toUpperCase()}`;
  });
  return units.join('');
}

test('agrees with the plain evaluator on keywords, whatever is escaped in the raw text', () => {
  const record = fc.record({ a: longText, b: longText, which: fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }) });
  const property = fc.property(
    fc.array(keywordTest, { minLength: 1, maxLength: 6 }),
    fc.array(record, { maxLength: 12 }),
    (tests, records) => {
      const raws = records.map(({ a, b, which }) => {
        const [first, second] = [a, b].map((parts) => escaped(parts.join(''), which));
        return `{"a":"${first}","b":"${second}"}`;
      });
      const valuesOf = (raw: string): string[] => [raw, ...Object.values<string>(JSON.parse(raw))];
      const queries = tests.map((test): Query => ({ kind: 'keyword', test }));
      const { batch } = createBatchMaker(dataset)(records.map(() => ({})));
      const detector = createDetector(rulesOf(queries), fieldTypes, {
        keywordTexts: (_, raw) => valuesOf(new TextDecoder().decode(raw)),
      });
      const rows = raws.map((raw) => ({ access: { values: () => [], keywords: () => valuesOf(raw) } }));
      expect(detector.run({ ...batch, raw: rawColumn(raws) })).toEqual(expected(queries, rows));
    },
  );
  fc.assert(property, { interruptAfterTimeLimit: seconds * 1000, numRuns: 1_000_000, ...seed });
});
