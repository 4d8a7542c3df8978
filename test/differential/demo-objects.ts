import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { generateDemo } from '../../demo/generate-demo.ts';
import type { LogObject } from './read-objects.ts';

export interface DemoLogs {
  readonly objects: readonly LogObject[];
  readonly cleanUp: () => Promise<void>;
}

/** The end of the demo's logs: 31 days of everyday life, and the incident behind them. */
export const demoEnd = new Date('2026-03-19T14:23:45Z');

/** Makes the demo's logs in a folder of their own. */
export async function demoObjects(seed: string, scale: number): Promise<DemoLogs> {
  const out = await mkdtemp(join(tmpdir(), 'kushi-demo-'));
  await generateDemo({ out, seed, end: demoEnd, scale });
  const logs = join(out, 'logs');
  const entries = await readdir(logs, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const objects = paths.sort().map((path) => ({ bucket: seed, key: relative(logs, path), path, logType: null }));
  return { objects, cleanUp: () => rm(out, { recursive: true, force: true }) };
}

/** Whether an object's key has a day of `first` (`20260318`) or later; a log that says none is of its last day. */
export function isSince({ key }: LogObject, first: string): boolean {
  const day = /(20\d\d)[/-]?(\d\d)[/-]?(\d\d)/.exec(key);
  return day === null || day.slice(1).join('') >= first;
}
