import { type ErrorCode, errorTable } from './table.ts';

/** Where in a text a mistake stands: file, line and column count from 1. */
export interface Location {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** One finding about a user's file. Files report all of theirs at once, so findings are values, not exceptions. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly location: Location;
  readonly severity: 'error' | 'warning';
}

/** The one error people see. `message` says what is wrong and how to mend it; `location` says where. */
export class KushiError extends Error {
  override readonly name = 'KushiError';
  readonly code: ErrorCode;
  readonly location: Location | undefined;
  readonly problems: readonly Problem[];

  constructor(
    code: ErrorCode,
    message: string,
    options: { location?: Location; problems?: readonly Problem[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.location = options.location;
    this.problems = options.problems ?? [];
  }

  /** The process exit code this error ends a command with (CONTRACTS: 1 failed, 2 usage, 75 in use). */
  get exitCode(): number {
    return errorTable[this.code].exit;
  }
}

/** `file:line:column`, as editors and terminals make clickable; parts that are unknown are left out. */
export function formatLocation(location: Location): string {
  return [location.file, location.line, location.column].filter((part) => part !== undefined).join(':');
}

/** One line a problem: `file:line:column CODE message`. */
export function formatProblem(problem: Problem): string {
  return `${formatLocation(problem.location)} ${problem.code} ${problem.message}`.trim();
}
