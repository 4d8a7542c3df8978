import type { Config } from '../config/schema.ts';
import type { Engine, Snapshot } from '../engines/engine.ts';
import type { Content } from '../pipeline/content.ts';
import type { StateDb } from '../state/open-state.ts';

/** What a question may look at. It reads; nothing it does changes what is stored. */
export interface QuestionContext {
  readonly config: Config;
  readonly content: Content;
  readonly engine: Engine;
  readonly db: StateDb;
  /** What was committed when the question was asked. */
  readonly snapshot: Snapshot;
  /** Wall clock when it was asked, nanoseconds. */
  readonly now: bigint;
  readonly signal: AbortSignal;
  /** Sends a part of the answer before the rest is known. */
  readonly part: (value: unknown) => void;
  /** `total` is null while it is not known. */
  readonly progress: (done: number, total: number | null) => void;
}

/**
 * A question over all that is stored, answered in a thread of its own so that the server never waits. Input, parts and
 * answer go from thread to thread: plain data, BigInt and Map, no functions.
 */
export type Question<Input, Answer> = (input: Input, context: QuestionContext) => Promise<Answer>;
