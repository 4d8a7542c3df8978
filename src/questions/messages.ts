import type { Config } from '../config/schema.ts';
import type { Problem } from '../core/error/error.ts';
import type { ErrorCode } from '../core/error/table.ts';
import type { QuestionName } from './questions.ts';

export interface ThreadSetup {
  readonly config: Config;
  /** Of this thread's DuckDB, which takes it beside the thread's own heap. */
  readonly memoryLimit: string;
}

/** To the thread that answers. */
export type ToThread =
  | { readonly kind: 'ask'; readonly id: number; readonly name: QuestionName; readonly input: unknown }
  | { readonly kind: 'abort'; readonly id: number }
  /** A part was taken. */
  | { readonly kind: 'taken'; readonly id: number }
  | { readonly kind: 'end' };

export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly problems: readonly Problem[];
  readonly location: Problem['location'] | undefined;
}

/** From it. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number | null }
  | { readonly kind: 'part'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'fail'; readonly id: number; readonly failure: Failure };
