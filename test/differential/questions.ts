import type { Query } from '../../src/core/query/ast.ts';
import { compileQuery } from '../../src/core/query/evaluate.ts';
import type { FieldTypes } from '../../src/core/query/field-types.ts';
import type { Content } from '../../src/pipeline/content.ts';
import type { PathRule } from './forced-rules.ts';
import { groupBy } from './group-by.ts';
import type { InterpretedEvent } from './interpreted-events.ts';
import { type LogObject, readObjects } from './read-objects.ts';
import { eventKey } from './stored-events.ts';

/** What a rule asks of the events of one log type. */
export interface Question {
  /** The rule's id, and the dataset. */
  readonly id: string;
  readonly path: string;
  readonly dataset: string;
  readonly query: Query;
}

/** Keys of events by question; a question that is not here has none. */
export type Answers = ReadonlyMap<string, ReadonlySet<string>>;

export function questionsOf(rules: readonly PathRule[]): readonly Question[] {
  return rules.flatMap(({ rule, path, queries }) =>
    [...queries].map(([dataset, query]) => ({ id: questionId(rule.id ?? rule.title, dataset), path, dataset, query })),
  );
}

const questionId = (rule: string, dataset: string): string => `${rule} ${dataset}`;

/** Questions by what they ask; many rules ask the same once their logsource does not matter. */
export function sameQuestions(questions: readonly Question[]): readonly (readonly Question[])[] {
  return [...groupBy(questions, ({ dataset, query }) => JSON.stringify([dataset, query])).values()];
}

/** What the streaming detector says while the objects are read. */
export async function streamingAnswers(
  objects: readonly LogObject[],
  content: Content,
  rules: readonly PathRule[],
): Promise<Answers> {
  const answers = new Map<string, Set<string>>();
  await readObjects(objects, { ...content, rules: { ...content.rules, rules } }, async ({ matches }) => {
    for (const match of matches) add(answers, questionId(match.rule.id, match.dataset), eventKey(match));
  });
  return answers;
}

/** What the definition says about each event alone. */
export function plainAnswers(
  questions: readonly Question[],
  events: readonly InterpretedEvent[],
  types: FieldTypes,
): Answers {
  const byDataset = groupBy(events, ({ row }) => row.dataset);
  const answers = new Map<string, ReadonlySet<string>>();
  for (const same of sameQuestions(questions)) {
    const passes = compileQuery(same[0].query, types);
    const found = (byDataset.get(same[0].dataset) ?? []).filter(({ access }) => passes(access));
    if (found.length === 0) continue;
    const keys = new Set(found.map(({ row }) => eventKey(row)));
    for (const { id } of same) answers.set(id, keys);
  }
  return answers;
}

function add(answers: Map<string, Set<string>>, id: string, key: string): void {
  const found = answers.get(id);
  if (found === undefined) answers.set(id, new Set([key]));
  else found.add(key);
}
