import fc from 'fast-check';
import { and, not, or, type PatternPart, type Query, type Test, type TextTest } from '../../core/query/ast.ts';
import { anywhere, patternTest } from '../../core/query/kql/pattern.ts';

/** What a generated query may name and say, so that it meets the events it is run on. */
export interface QueryVocabulary {
  readonly fields: { readonly text: readonly string[]; readonly record: readonly string[] };
  readonly integer: readonly string[];
  readonly double: readonly string[];
  readonly date: readonly string[];
  readonly boolean: readonly string[];
  readonly ip: readonly string[];
  readonly texts: fc.Arbitrary<string>;
  readonly numbers: fc.Arbitrary<string>;
  readonly dates: fc.Arbitrary<string>;
  readonly ips: fc.Arbitrary<string>;
  readonly cidrs: fc.Arbitrary<string>;
  readonly regexes: fc.Arbitrary<string>;
}

const rangeOps = fc.constantFrom('lt' as const, 'lte' as const, 'gt' as const, 'gte' as const);

/** Queries in the form `and`, `or` and `not` of the AST give them. */
export function arbitraryQuery(words: QueryVocabulary): fc.Arbitrary<Query> {
  const leaf = fc.oneof(
    { arbitrary: fieldTest(words), weight: 8 },
    { arbitrary: keywordTest(words), weight: 1 },
    { arbitrary: fc.constantFrom<Query>({ kind: 'all' }, { kind: 'none' }), weight: 1 },
  );
  return fc.letrec<{ query: Query }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { arbitrary: leaf, weight: 4 },
      fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map(and),
      fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map(or),
      tie('query').map(not),
    ),
  })).query;
}

function fieldTest(words: QueryVocabulary): fc.Arbitrary<Query> {
  const { fields } = words;
  const range = (values: fc.Arbitrary<string>) =>
    fc.tuple(rangeOps, values).map(([op, value]): Test => ({ op, value }));
  const equals = (values: fc.Arbitrary<string>) => values.map((value): Test => ({ op: 'equals', value, cased: false }));
  const every = [
    ...fields.text,
    ...fields.record,
    ...words.integer,
    ...words.double,
    ...words.date,
    ...words.boolean,
    ...words.ip,
  ];
  return fc.oneof(
    on(
      fc.constantFrom(...fields.text, ...fields.record),
      fc.oneof(textTest(words), range(words.texts), range(words.numbers)),
    ),
    on(fc.constantFrom(...words.integer, ...words.double), fc.oneof(equals(words.numbers), range(words.numbers))),
    on(fc.constantFrom(...words.date), fc.oneof(equals(words.dates), range(words.dates), datePart)),
    on(fc.constantFrom(...words.boolean), equals(fc.constantFrom('true', 'FALSE'))),
    on(fc.constantFrom(...words.ip), fc.oneof(equals(words.ips), range(words.ips), cidr(words))),
    on(fc.constantFrom(...fields.text, ...fields.record), fc.oneof(cidr(words), datePart)),
    on(
      fc.constantFrom(...every),
      fc.oneof(fc.constantFrom<Test>({ op: 'exists' }, { op: 'null' }), fieldref(every), pattern(words)),
    ),
  );
}

function on(field: fc.Arbitrary<string>, test: fc.Arbitrary<Test>): fc.Arbitrary<Query> {
  return fc.record({ kind: fc.constant('test' as const), field, test });
}

function cidr(words: QueryVocabulary): fc.Arbitrary<Test> {
  return words.cidrs.map((network): Test => ({ op: 'cidr', cidr: network }));
}

const datePart: fc.Arbitrary<Test> = fc.record({
  op: fc.constant('datepart' as const),
  part: fc.constantFrom(
    'minute' as const,
    'hour' as const,
    'day' as const,
    'week' as const,
    'month' as const,
    'year' as const,
  ),
  is: fc.constantFrom('equals' as const, 'lt' as const, 'lte' as const, 'gt' as const, 'gte' as const),
  value: fc.oneof(fc.nat(60), fc.constant(2026)),
});

function fieldref(fields: readonly string[]): fc.Arbitrary<Test> {
  return fc.record({
    op: fc.constant('fieldref' as const),
    field: fc.constantFrom(...fields),
    how: fc.constantFrom('equals' as const, 'contains' as const, 'startswith' as const, 'endswith' as const),
    cased: fc.boolean(),
  });
}

function parts(words: QueryVocabulary): fc.Arbitrary<readonly PatternPart[]> {
  const part = fc.oneof(
    words.texts.map((literal): PatternPart => ({ literal })),
    fc.constantFrom<PatternPart>({ wild: '*' }, { wild: '?' }),
  );
  return fc.array(part, { minLength: 1, maxLength: 4 });
}

function pattern(words: QueryVocabulary): fc.Arbitrary<TextTest> {
  const literal = words.texts.filter((text) => text !== '');
  return fc
    .tuple(literal, parts(words), fc.boolean(), fc.boolean())
    .map(([text, more, cased, first]) =>
      patternTest(
        first ? [{ literal: text }, { wild: '*' }, ...more] : [...more, { wild: '*' }, { literal: text }],
        cased,
      ),
    );
}

function textTest(words: QueryVocabulary): fc.Arbitrary<TextTest> {
  return fc.oneof(
    fc.record({ op: fc.constant('equals' as const), value: words.texts, cased: fc.boolean() }),
    pattern(words),
    fc.record({
      op: fc.constant('regex' as const),
      pattern: words.regexes,
      flags: fc.constantFrom('', 'i', 's', 'ims'),
    }),
  );
}

function keywordTest(words: QueryVocabulary): fc.Arbitrary<Query> {
  const contains = fc
    .tuple(parts(words), fc.boolean())
    .map(([of, cased]): TextTest => patternTest(anywhere(of), cased));
  return fc.oneof(textTest(words), contains).map((test): Query => ({ kind: 'keyword', test }));
}
