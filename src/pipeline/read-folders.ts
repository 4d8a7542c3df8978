import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { KushiError } from '../core/error/error.ts';
import type { LogTypeFiles } from '../core/logtype/logtype.ts';
import type { RuleFile } from '../core/sigma/load-rules.ts';

/** Files of a log type that are read as text: its definition, and tables. Samples are for tests. */
const logTypeFile = /^(logtype|mapping|fields)\.yml$|^tables\/[^/]+\.tsv$/;

/**
 * The log types in a folder: one subfolder each, which has a logtype.yml, or only a mapping.yml that extends another
 * type. Names in messages are relative to `base`.
 */
export function readLogTypes(folder: string, base: string): LogTypeFiles[] {
  requireFolder(folder, 'log types');
  const folders = readdirSync(folder).filter((name) =>
    ['logtype.yml', 'mapping.yml'].some((file) => existsSync(join(folder, name, file))),
  );
  return folders.sort().map((name) => ({
    folder: shown(join(folder, name), base),
    files: new Map(
      filesBelow(join(folder, name))
        .map((path) => [relative(join(folder, name), path).split(sep).join('/'), path] as const)
        .filter(([file]) => logTypeFile.test(file))
        .map(([file, path]) => [file, readFileSync(path, 'utf8')]),
    ),
  }));
}

/** All rule files below a folder, or the one file named; their tests are left out. */
export function readRules(path: string, base: string): RuleFile[] {
  requireFolder(path, 'rules');
  const files = statSync(path).isDirectory() ? filesBelow(path) : [path];
  return files
    .filter((file) => /\.ya?ml$/.test(file) && !/\.test\.ya?ml$/.test(file))
    .map((file) => ({ path: shown(file, base), text: readFileSync(file, 'utf8') }));
}

function requireFolder(folder: string, what: string): void {
  if (!existsSync(folder)) throw new KushiError('CONFIG_INVALID', `There is no folder ${folder} to read ${what} from.`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function shown(path: string, base: string): string {
  const inside = relative(base, path);
  return inside.startsWith('..') ? path : inside.split(sep).join('/');
}
