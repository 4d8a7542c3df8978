import type { Answer } from '../../answer/answer.ts';
import type { StateDb } from '../../state/open-state.ts';
import type { DeliveryStatus } from '../../state/tables.ts';

export interface NotifyContext {
  readonly db: StateDb;
  /** Wall clock, nanoseconds since 1970. */
  readonly clock: () => bigint;
  /** In [0, 1). */
  readonly random: () => number;
  /** What an alert says by itself, asked for when a message is sent. Runs elsewhere, so that this thread goes on. */
  readonly answer: (alert: string, signal: AbortSignal) => Promise<Answer | null>;
  /** Address of the server, for links; null when it is not set. */
  readonly baseUrl: string | null;
  /** Something in the outbox changed. */
  readonly onChange: () => void;
  /** A try to send ended so; for counting. */
  readonly onOutcome: (destination: string, status: DeliveryStatus) => void;
  /** Something failed that does not stop the rest: for the log. Holds no secret. */
  readonly onProblem: (problem: NotifyProblem) => void;
  /** A story's messages to one destination are at least so far apart, unless it became worse; nanoseconds. */
  readonly gap: bigint;
  /** An answer that takes longer is left out, milliseconds: a plain message now is worth more. */
  readonly answerMs: number;
}

export interface NotifyProblem {
  readonly what: 'link' | 'route' | 'answer' | 'send' | 'outbox';
  readonly destination?: string;
  readonly error: unknown;
}
