import { KushiError } from '../core/error/error.ts';

/** What the operating system says (errno names), as the error people see. Other errors stay what they are. */
export function storageError(path: string, error: unknown): unknown {
  if (error instanceof KushiError || !(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new KushiError('STORAGE_FULL', `No room left to write ${path}. Free some, then run the command again.`, {
        cause: error,
      });
    case 'ENOENT':
      return new KushiError('STORAGE_CORRUPT', `${path} is missing. Put it back from a copy.`, { cause: error });
    case 'EIO':
      return new KushiError('STORAGE_CORRUPT', `The disk cannot read or write ${path} (EIO).`, { cause: error });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
      return new KushiError('DATA_FOLDER_INVALID', `${path} cannot be read or written (${error.code}).`, {
        cause: error,
      });
    default:
      return error;
  }
}
