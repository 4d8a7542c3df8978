import { KushiError } from '../core/error/error.ts';

/** What SQLite says (names of its result codes, sqlite.org/rescode.html), as the error people see. Others stay what they are. */
export function databaseError(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const told = (...[kind, message]: ConstructorParameters<typeof KushiError>) =>
    new KushiError(kind, message, { cause: error });
  if (code.startsWith('SQLITE_FULL'))
    return told('STORAGE_FULL', `No room left to write ${file}. Free some, then run the command again.`);
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB'))
    return told('STORAGE_CORRUPT', `${file} is damaged (${code}). Put the data folder back from a copy.`);
  if (code.startsWith('SQLITE_IOERR'))
    return told('STORAGE_CORRUPT', `The disk cannot read or write ${file} (${code}).`);
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY'))
    return told('DATA_FOLDER_INVALID', `${file} cannot be opened or written (${code}).`);
  return error;
}
