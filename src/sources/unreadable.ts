import { KushiError } from '../core/error/error.ts';

/** The error of an object that changed between being listed and being read; it is offered anew by the next listing. */
export function changedSinceListed(name: string): KushiError {
  return new KushiError(
    'SOURCE_UNREADABLE',
    `${name} changed since it was listed. Load it again to read what it is now.`,
  );
}

const systemErrors: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'it is no longer there',
  EISDIR: 'it is a folder',
  EIO: 'the disk answered with an error',
  EMFILE: 'too many files are open',
};

/** What the operating system said of a file, in words. */
export function fileUnreadable(name: string, problem: unknown): KushiError {
  if (problem instanceof KushiError) return problem;
  const { code = '', message = String(problem) } = problem as NodeJS.ErrnoException;
  const why = systemErrors[code] === undefined ? message : `${systemErrors[code]} (${code})`;
  return new KushiError('SOURCE_UNREADABLE', `${name} cannot be read: ${why}.`, { cause: problem });
}
