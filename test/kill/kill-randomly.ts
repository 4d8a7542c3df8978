import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../../demo/random/random.ts';
import type { Home } from '../command/home.ts';
import type { Ended } from '../command/run.ts';

/**
 * Runs a command and kills it some random steps after its start: a number of segment files later, and then a moment
 * more. Steps, not seconds, so that kills fall into the work however fast the machine is. `most` bounds the files.
 */
export async function killRandomly(
  home: Home,
  words: readonly string[],
  { random, most, env = {} }: { random: Random; most: number; env?: Readonly<Record<string, string>> },
): Promise<Ended> {
  const { process: child, ended } = home.start(words, env);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const segments = join(home.data, 'segments');
  const target = fileCount(segments) + random.int(most + 1);
  while (!over && fileCount(segments) < target) await wait(2);
  await wait(random.int(random.chance(0.2) ? 500 : 40));
  child.kill('SIGKILL');
  return ended;
}

function fileCount(folder: string): number {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).length : 0;
}
