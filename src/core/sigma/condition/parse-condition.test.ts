import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Query } from '../../query/ast.ts';
import { parseCondition } from './parse-condition.ts';

const seconds = Number(process.env.FUZZ_SECONDS ?? 2);
const seed = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) };

type Expression =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expression[] };

const names = ['sel', 'sel_b', 'filter_main', 'x1'];

const expression = fc.letrec<{ any: Expression }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    fc.record({ kind: fc.constant('name' as const), name: fc.constantFrom(...names) }),
    fc.record({ kind: fc.constant('not' as const), of: tie('any') }),
    fc.record({ kind: fc.constantFrom('and', 'or'), of: fc.array(tie('any'), { minLength: 2, maxLength: 3 }) }),
  ),
})).any;

const binding = { or: 0, and: 1, not: 2, name: 3 } as const;

/** Brackets only where they are needed. */
function print(node: Expression, around = 0): string {
  const inner =
    node.kind === 'name'
      ? node.name
      : node.kind === 'not'
        ? `not ${print(node.of, binding.not)}`
        : node.of.map((part) => print(part, binding[node.kind] + 1)).join(` ${node.kind} `);
  return binding[node.kind] < around ? `(${inner})` : inner;
}

function holds(node: Expression, truths: ReadonlySet<string>): boolean {
  if (node.kind === 'name') return truths.has(node.name);
  if (node.kind === 'not') return !holds(node.of, truths);
  return node.kind === 'and'
    ? node.of.every((part) => holds(part, truths))
    : node.of.some((part) => holds(part, truths));
}

function queryHolds(query: Query, truths: ReadonlySet<string>): boolean {
  if (query.kind === 'test') return truths.has(query.field);
  if (query.kind === 'not') return !queryHolds(query.of, truths);
  if (query.kind === 'and') return query.of.every((part) => queryHolds(part, truths));
  return query.kind === 'or' ? query.of.some((part) => queryHolds(part, truths)) : query.kind === 'all';
}

const detections = new Map<string, Query>(
  names.map((name) => [name, { kind: 'test', field: name, test: { op: 'exists' } }]),
);

test('a condition means what it was printed from', () => {
  const property = fc.property(expression, fc.subarray(names), (node, truths) => {
    const { query, problems } = parseCondition(print(node), detections);
    expect(problems).toEqual([]);
    expect(queryHolds(query, new Set(truths))).toBe(holds(node, new Set(truths)));
  });
  fc.assert(property, { interruptAfterTimeLimit: seconds * 1000, numRuns: 1_000_000, ...seed });
});
