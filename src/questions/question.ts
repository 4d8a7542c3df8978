import type { Config } from '../config/schema.ts';
import type { Engine, Snapshot } from '../engines/engine.ts';
import type { Content } from '../pipeline/content.ts';
import type { StateDb } from '../state/open-state.ts';

/** What a question may look at. It reads; nothing it does changes what is stored. */
export interface QuestionContext<Part = never> {
  readonly config: Config;
  readonly content: Content;
  readonly engine: Engine;
  readonly db: StateDb;
  /** What was committed when the question was asked. */
  readonly snapshot: Snapshot;
  /** Wall clock when it was asked, nanoseconds. */
  readonly now: bigint;
  readonly signal: AbortSignal;
  /**
   * Sends a part of the answer before the rest is known. Settles when there is room for the next: one who is read slowly
   * waits here instead of filling the memory.
   */
  readonly part: (value: Part) => Promise<void>;
  /** `total` is null while it is not known. */
  readonly progress: (done: number, total: number | null) => void;
}

/**
 * A question over all that is stored, answered in a thread of its own so that the server never waits. Input, parts and
 * answer go from thread to thread: plain data, BigInt and Map, no functions.
 */
export type Question<Input, Answer, Part = never> = (input: Input, context: QuestionContext<Part>) => Promise<Answer>;
