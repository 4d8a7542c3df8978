import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KushiError } from '../core/error/error.ts';

/** The folder with the shipped log types and rules: the nearest one above this file that holds both. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!(existsSync(join(folder, 'logtypes')) && existsSync(join(folder, 'rules')))) {
    const above = dirname(folder);
    if (above === folder)
      throw new KushiError('INTERNAL', 'The shipped log types and rules are not beside the program.');
    folder = above;
  }
  return folder;
}
