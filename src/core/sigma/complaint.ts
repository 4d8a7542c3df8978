import type { ErrorCode } from '../error/table.ts';

/** What is wrong with a detection item; its place is known to the reader of the rule. */
export interface Complaint {
  readonly code: ErrorCode;
  readonly message: string;
}
