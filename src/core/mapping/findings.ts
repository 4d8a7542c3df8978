import type { Location, Problem } from '../error/error.ts';
import type { ErrorCode } from '../error/table.ts';

/** More than these help nobody: the rest is reported once the first are mended. */
const maxProblems = 50;

/** Gathers what is wrong with a file, so that all of it can be said at once. */
export interface Findings {
  error(code: ErrorCode, location: Location, message: string): void;
  warning(code: ErrorCode, location: Location, message: string): void;
  readonly failed: boolean;
  /** By file, line and column, each once, at most `maxProblems`; errors are never crowded out by warnings. */
  problems(): readonly Problem[];
}

export function createFindings(): Findings {
  const found = new Map<string, Problem>();
  let failed = false;
  const add = (severity: Problem['severity'], code: ErrorCode, location: Location, message: string): void => {
    const key = `${location.file}:${location.line}:${location.column}:${code}:${message}`;
    if (!found.has(key)) found.set(key, { code, message, location, severity });
  };
  return {
    error(code, location, message) {
      failed = true;
      add('error', code, location, message);
    },
    warning: (code, location, message) => add('warning', code, location, message),
    get failed() {
      return failed;
    },
    problems: () => [...found.values()].sort(bySeverity).slice(0, maxProblems).sort(byPlace),
  };
}

function bySeverity(a: Problem, b: Problem): number {
  return a.severity === b.severity ? byPlace(a, b) : a.severity === 'error' ? -1 : 1;
}

function byPlace(a: Problem, b: Problem): number {
  const file = (a.location.file ?? '').localeCompare(b.location.file ?? '');
  return file || (a.location.line ?? 0) - (b.location.line ?? 0) || (a.location.column ?? 0) - (b.location.column ?? 0);
}
