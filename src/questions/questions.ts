import type { Question } from './question.ts';
import { storageSummary } from './storage-summary.ts';

/** Every question by name. */
export const questions = {
  'storage.summary': storageSummary,
};

export type Questions = typeof questions;
export type QuestionName = keyof Questions;
export type InputOf<N extends QuestionName> = Questions[N] extends Question<infer Input, infer _> ? Input : never;
export type AnswerOf<N extends QuestionName> = Questions[N] extends Question<infer _, infer Answer> ? Answer : never;

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onPart?: ((value: unknown) => void) | undefined;
  readonly onProgress?: ((done: number, total: number | null) => void) | undefined;
}

/**
 * Asks a question. Fails with the question's KushiError; INTERRUPTED when the signal aborts; OVERLOADED when too many
 * questions wait.
 */
export type Ask = <N extends QuestionName>(name: N, input: InputOf<N>, options?: AskOptions) => Promise<AnswerOf<N>>;
