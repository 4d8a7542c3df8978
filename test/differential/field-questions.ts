import { createRandom } from '../../demo/random/random.ts';
import { not, type Query, type Test } from '../../src/core/query/ast.ts';
import type { PathRule } from './forced-rules.ts';
import type { InterpretedEvent } from './interpreted-events.ts';
import { transplant } from './transplant.ts';

const tests: readonly Test[] = [
  { op: 'equals', value: 'true', cased: false },
  { op: 'equals', value: '', cased: true },
  { op: 'contains', value: 'a', cased: false },
  { op: 'startswith', value: 'a', cased: true },
  { op: 'endswith', value: 'a', cased: false },
  { op: 'like', parts: [{ wild: '*' }], cased: false },
  { op: 'regex', pattern: 'a', flags: 'i' },
  { op: 'lt', value: '5' },
  { op: 'gte', value: 'a' },
  { op: 'cidr', cidr: '0.0.0.0/0' },
  { op: 'exists' },
  { op: 'null' },
  { op: 'datepart', part: 'hour', is: 'gte', value: 12 },
];

export interface FieldRulesOptions {
  readonly dataset: string;
  readonly fields: readonly string[];
  readonly events: readonly InterpretedEvent[];
  /** How often each test is asked, with other values each time. */
  readonly times: number;
  readonly seed: string;
  /** Any rule, for what a rule has beside its query. */
  readonly like: PathRule;
}

/** Rules of one test each: every test of each field with values that events have, and what is not so. */
export function fieldRules({ dataset, fields, events, times, seed, like }: FieldRulesOptions): readonly PathRule[] {
  const random = createRandom(`${seed} ${dataset} fields`);
  const values = (field: string) =>
    random
      .pick(events)
      .access.values(field)
      .map(({ text }) => text);
  const donor = { random, wanted: values, others: values, texts: [] };
  const queries = fields.flatMap((field) => {
    const ref: Test = { op: 'fieldref', field: random.pick(fields), how: 'contains', cased: false };
    const asked = [...tests, ref].flatMap((test): Query[] =>
      Array.from({ length: times }, () => ({ kind: 'test', field, test })),
    );
    return asked.map((query) => transplant(query, donor)).flatMap((query) => [query, not(query)]);
  });
  return queries.map((query, index) => ({
    rule: { ...like.rule, id: `${JSON.stringify(query)} ${index}` },
    path: 'one test',
    queries: new Map([[dataset, query]]),
    problems: [],
  }));
}
