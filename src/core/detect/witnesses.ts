import type { Condition } from './condition.ts';
import type { Predicate } from './predicate-table.ts';

/**
 * What must be seen in a batch before a rule can match in it: of every set at least one predicate must have hit, and
 * the rows of any one set's hits are the only ones that can match. Empty when the rule may match rows without a hit.
 */
export type Witnesses = readonly (readonly number[])[];

export function witnessesOf(condition: Condition, predicates: readonly Predicate[]): Witnesses {
  switch (condition.kind) {
    case 'hit':
      return canHitAbsent(predicates[condition.predicate]) ? [] : [[condition.predicate]];
    case 'relation':
      return [[condition.witness]];
    case 'and':
      return condition.of.flatMap((part) => witnessesOf(part, predicates));
    case 'or': {
      const best = condition.of.map((part) => cheapest(witnessesOf(part, predicates), predicates));
      return best.some((set) => set === undefined) ? [] : [[...new Set(best.flatMap((set) => set ?? []))]];
    }
    default:
      return [];
  }
}

/** The set that is likely to be hit least. */
export function cheapest(witnesses: Witnesses, predicates: readonly Predicate[]): readonly number[] | undefined {
  let best: readonly number[] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const set of witnesses) {
    const cost = set.reduce((sum, predicate) => sum + costOf(predicates[predicate]), 0);
    if (cost < least) {
      least = cost;
      best = set;
    }
  }
  return best;
}

/** Sigma's null test holds where the field is absent, and an absent field has no value to hit with. */
function canHitAbsent(predicate: Predicate): boolean {
  return predicate.tests.some((test) => test.op === 'null');
}

/** Rough shares of values that tests of a kind let through, in arbitrary units. */
const costs: Readonly<Record<string, number>> = {
  equals: 1,
  cidr: 4,
  endswith: 2,
  startswith: 3,
  contains: 3,
  like: 4,
  regex: 5,
};

function costOf({ tests }: Predicate): number {
  return tests.reduce((sum, { op }) => sum + (costs[op] ?? 50), 0);
}
