import type { Question } from './question.ts';

/** How much is stored. */
export interface StorageSummary {
  readonly segments: number;
  readonly events: number;
  readonly bytes: number;
}

export const storageSummary: Question<null, StorageSummary> = async (_, { snapshot }) => {
  const sum = (count: (segment: (typeof snapshot.segments)[number]) => number) =>
    snapshot.segments.reduce((total, segment) => total + count(segment), 0);
  return { segments: snapshot.segments.length, events: sum(({ rows }) => rows), bytes: sum(({ bytes }) => bytes) };
};
