import type { Random } from '../../demo/random/random.ts';
import { not, type Query, type Test } from '../../src/core/query/ast.ts';
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

export interface FieldValues {
  readonly random: Random;
  readonly values: (field: string) => readonly string[];
}

/** Every test of each field, so many times with values that events have, and what is not so. */
export function fieldQueries(fields: readonly string[], times: number, { random, values }: FieldValues): Query[] {
  const donor = { random, wanted: values, others: values, texts: [] };
  return fields.flatMap((field) => {
    const refs = fields.map((other): Test => ({ op: 'fieldref', field: other, how: 'contains', cased: false }));
    return [...tests, ...refs].flatMap((test) =>
      Array.from({ length: times }, () => transplant({ kind: 'test', field, test }, donor)).flatMap((query) => [
        query,
        not(query),
      ]),
    );
  });
}
