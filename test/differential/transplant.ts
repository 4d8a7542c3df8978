import type { Random } from '../../demo/random/random.ts';
import type { PatternPart, Query, Test, TextTest } from '../../src/core/query/ast.ts';

export interface Donor {
  readonly random: Random;
  /** Values that a field has in the event that the rule is to find. */
  readonly wanted: (field: string) => readonly string[];
  /** Values that a field has in other events. */
  readonly others: (field: string) => readonly string[];
  /** Texts that keywords find in the event. */
  readonly texts: readonly string[];
}

/** Of so many tests one keeps what the rule's author looked for. */
const kept = 10;

/** The same question with values that one event has, and none of them behind a `not`, so that it finds that event. */
export function transplant(query: Query, donor: Donor, negated = false): Query {
  switch (query.kind) {
    case 'and':
    case 'or':
      return { ...query, of: query.of.map((part) => transplant(part, donor, negated)) };
    case 'not':
      return { ...query, of: transplant(query.of, donor, !negated) };
    case 'keyword': {
      const test = withValue(query.test, donor.texts, donor.random);
      return { ...query, test: isText(test) ? test : query.test };
    }
    case 'test': {
      const wanted = negated ? [] : donor.wanted(query.field);
      const values = wanted.length > 0 ? wanted : donor.others(query.field);
      return { ...query, test: withValue(query.test, values, donor.random) };
    }
    default:
      return query;
  }
}

function isText(test: Test): test is TextTest {
  return ['equals', 'contains', 'startswith', 'endswith', 'like', 'regex'].includes(test.op);
}

function withValue(test: Test, values: readonly string[], random: Random): Test {
  if (values.length === 0 || random.int(kept) === 0) return test;
  const value = otherCase(random.pick(values), random);
  const characters = [...value];
  const cut = random.between(0, characters.length);
  const slice = (from: number, to?: number) => characters.slice(from, to).join('');
  switch (test.op) {
    case 'equals':
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return { ...test, value };
    case 'contains':
      return { ...test, value: slice(cut, cut + random.between(1, 12)) };
    case 'startswith':
      return { ...test, value: slice(0, cut) };
    case 'endswith':
      return { ...test, value: slice(cut) };
    case 'like':
      return { ...test, parts: withWild(slice(0, cut), slice(cut + 1), random) };
    case 'regex':
      return { ...test, pattern: escaped(slice(cut, cut + 12)) };
    case 'cidr':
      return networkOf(value, test, random);
    default:
      return test;
  }
}

function otherCase(text: string, random: Random): string {
  return random.chance(0.3) ? text.toUpperCase() : random.chance(0.3) ? text.toLowerCase() : text;
}

function withWild(before: string, after: string, random: Random): readonly PatternPart[] {
  const parts: PatternPart[] = [{ literal: before }, { wild: random.chance(0.5) ? '*' : '?' }, { literal: after }];
  return parts.filter((part) => 'wild' in part || part.literal !== '');
}

function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} ]/gu, '.');
}

function networkOf(value: string, test: Test, random: Random): Test {
  if (/^[\d.]+$/.test(value)) return { op: 'cidr', cidr: `${value}/${random.between(8, 32)}` };
  return value.includes('::') ? { op: 'cidr', cidr: `${value}/${random.between(16, 128)}` } : test;
}
