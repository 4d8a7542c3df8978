import type { Answers, Question } from './questions.ts';

/** Questions whose answers differ, as sentences that name an event each way. */
export function differences(questions: readonly Question[], expected: Answers, found: Answers): readonly string[] {
  return questions.flatMap((question) => difference(question, expected.get(question.id), found.get(question.id)));
}

const nothing: ReadonlySet<string> = new Set();

export function difference(
  { id, path }: Pick<Question, 'id' | 'path'>,
  expected: ReadonlySet<string> = nothing,
  found: ReadonlySet<string> = nothing,
): readonly string[] {
  const missing = [...expected].filter((key) => !found.has(key));
  const extra = [...found].filter((key) => !expected.has(key));
  if (missing.length + extra.length === 0) return [];
  return [`${path} (${id}): ${missing.length} missing ${missing[0] ?? ''}, ${extra.length} too many ${extra[0] ?? ''}`];
}
