import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Raw bytes as they arrive; the path below `samples/` is the object's key. */
export interface Sample {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Where its events are written down. */
  readonly expectedFile: string;
}

const expected = '.expected.json';

/** The samples of a log type's folder, in order of their keys. */
export function readSamples(folder: string): Sample[] {
  const root = join(folder, 'samples');
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(expected))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      key: relative(root, file).split(sep).join('/'),
      bytes: readFileSync(file),
      expectedFile: file.replace(/(?:\.[^./\\]+)?$/, expected),
    }));
}
