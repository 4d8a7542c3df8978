import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '../command/home.ts';
import { runKushi } from '../command/run.ts';

export const hasStrace = spawnSync('strace', ['-V']).status === 0;

/** A call that changed files, when it was over. `path` is of the file or folder; of a rename, the old name. */
export interface SystemCall {
  readonly name: 'create' | 'write' | 'sync' | 'rename' | 'make folder';
  readonly path: string;
}

const names: Readonly<Record<string, SystemCall['name']>> = {
  openat: 'create',
  write: 'write',
  pwrite64: 'write',
  pwritev: 'write',
  fsync: 'sync',
  fdatasync: 'sync',
  rename: 'rename',
  renameat: 'rename',
  renameat2: 'rename',
  mkdir: 'make folder',
};

/** Runs a command and returns what its threads did to the files of the home folder, in the order in which it ended. */
export async function traceKushi(home: Home, words: readonly string[]): Promise<SystemCall[]> {
  const output = join(home.folder, 'trace');
  const under = ['strace', '-f', '-y', '-qq', '-s', '0', '-e', `trace=${Object.keys(names).join(',')}`, '-o', output];
  const { code, stderr } = await runKushi(words, { folder: home.folder, under });
  if (code !== 0) throw new Error(stderr);
  return finishedLines(readFileSync(output, 'utf8'))
    .map(systemCall)
    .filter((call): call is SystemCall => call?.path.startsWith(home.folder) === true);
}

/** Lines of strace, those of calls that others interrupted put together where the call was over. */
function finishedLines(text: string): string[] {
  const begun = new Map<string, string>();
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const [, thread, call] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (call === undefined) continue;
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(call);
    if (call.endsWith('<unfinished ...>')) begun.set(thread, call.slice(0, -'<unfinished ...>'.length));
    else if (resumed !== null) lines.push(`${begun.get(thread)}${resumed[1]}`);
    else lines.push(call);
  }
  return lines;
}

function systemCall(line: string): SystemCall | null {
  const [, call] = /^(\w+)\(/.exec(line) ?? [];
  const name = names[call];
  if (name === undefined || / = -1 /.test(line)) return null;
  if (name === 'create' && !line.includes('O_CREAT')) return null;
  const byDescriptor = name === 'write' || name === 'sync';
  const [, path] = (byDescriptor ? /^\w+\(\d+<([^>]*)>/ : /"([^"]*)"/).exec(line) ?? [];
  return path === undefined ? null : { name, path };
}
