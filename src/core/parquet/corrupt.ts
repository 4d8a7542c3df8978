import { KushiError } from '../error/error.ts';

/** The error of a file that is not one of ours, or no longer. */
export function corrupt(what: string): KushiError {
  return new KushiError(
    'STORAGE_CORRUPT',
    `This segment file is damaged: ${what}. Put it back from a copy, or load its objects again.`,
  );
}
