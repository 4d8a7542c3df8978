import { or, type Query } from '../../src/core/query/ast.ts';
import { queryNeeds } from '../../src/core/query/query-fields.ts';
import type { Engine, Snapshot } from '../../src/engines/engine.ts';
import { difference } from './differences.ts';
import { groupBy } from './group-by.ts';
import { type Answers, type Question, sameQuestions } from './questions.ts';
import { eventKey } from './stored-events.ts';

export interface Asked {
  readonly engine: Engine;
  readonly snapshot: Snapshot;
  readonly expected: Answers;
  /** How many questions with answers are asked one by one. */
  readonly single: number;
}

/** So many questions are asked as one. */
const together = 80;

/**
 * How an engine's answers differ from the expected ones. Some questions are asked one by one; all are asked in bundles,
 * any of whose answers will do: a bundle of questions without an answer has none exactly when each of them has none. Only
 * what a wrong bundle holds is asked one by one again.
 */
export async function engineDifferences(questions: readonly Question[], asked: Asked): Promise<readonly string[]> {
  const distinct = sameQuestions(questions).map(([question]) => question);
  const answered = distinct.filter(({ id }) => asked.expected.has(id));
  const found = await eachDifference(spread(answered, asked.single), asked);
  for (const bundle of bundles(distinct, asked.expected)) {
    const expected = new Set(bundle.flatMap(({ id }) => [...(asked.expected.get(id) ?? [])]));
    const [{ dataset }] = bundle;
    const all = await search(or(bundle.map(({ query }) => query)), dataset, asked);
    const differs = difference({ id: `${bundle.length} together`, path: dataset }, expected, all);
    if (differs.length > 0) found.push(...differs, ...(await eachDifference(bundle, asked)));
  }
  return found;
}

async function eachDifference(questions: readonly Question[], asked: Asked): Promise<string[]> {
  const found: string[] = [];
  for (const question of questions) {
    const keys = await search(question.query, question.dataset, asked);
    found.push(...difference(question, asked.expected.get(question.id), keys));
  }
  return found;
}

/** So many of the items, from all over the list. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, at) => items[Math.floor(at * step)]);
}

/**
 * Questions of one dataset, with and without answers apart, and those apart that open records, because then SQL does not
 * decide and the others would not be tried.
 */
function bundles(questions: readonly Question[], expected: Answers): readonly (readonly Question[])[] {
  const kinds = groupBy(questions, ({ id, dataset, query }) =>
    [dataset, queryNeeds(query).record, expected.has(id)].join(' '),
  );
  return [...kinds.values()].flatMap((kind) =>
    Array.from({ length: Math.ceil(kind.length / together) }, (_, at) =>
      kind.slice(at * together, (at + 1) * together),
    ),
  );
}

/** A limit that no answer reaches lets an engine look at several days at once. */
const noLimit = 1_000_000;

async function search(query: Query, dataset: string, { engine, snapshot }: Asked): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for await (const row of engine.search(query, snapshot, { datasets: [dataset], fields: [], limit: noLimit })) {
    const key = eventKey(row);
    if (keys.has(key)) throw new Error(`${engine.name} gives ${key} twice.`);
    keys.add(key);
  }
  return keys;
}
