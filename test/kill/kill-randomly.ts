import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../../demo/random/random.ts';
import type { Home } from '../command/home.ts';
import type { Ended } from '../command/run.ts';

export interface Killing {
  readonly random: Random;
  /** Fewest (none by default) and most segment files that are added before the signal comes. */
  readonly least?: number;
  readonly most: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: 'SIGKILL' | 'SIGTERM';
}

/**
 * Runs a command and kills it some random steps after its start: a number of segment files later, and then a moment
 * more. Steps, not seconds, so that kills fall into the work however fast the machine is.
 */
export async function killRandomly(
  home: Home,
  words: readonly string[],
  { random, least = 0, most, env = {}, with: signal = 'SIGKILL' }: Killing,
): Promise<Ended> {
  const { process: child, ended } = home.start(words, env);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const segments = join(home.data, 'segments');
  const target = fileCount(segments) + random.between(least, most);
  while (!over && fileCount(segments) < target) await wait(2);
  await wait(random.int(random.chance(0.2) ? 500 : 40));
  child.kill(signal);
  return ended;
}

function fileCount(folder: string): number {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).length : 0;
}
