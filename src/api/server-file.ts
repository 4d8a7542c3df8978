import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const content = z.object({ url: z.string(), token: z.string() });

/** Where the server of a data folder is, and the token that lets its owner's command line in. */
export type ServerFile = z.output<typeof content>;

const fileOf = (folder: string) => join(folder, 'server.json');

/** Only the owner of the data folder can read it. One of a server that was killed is replaced by the next. */
export function writeServerFile(folder: string, server: ServerFile): void {
  rmSync(fileOf(folder), { force: true });
  writeFileSync(fileOf(folder), `${JSON.stringify(server)}\n`, { mode: 0o600, flag: 'wx' });
}

export function removeServerFile(folder: string): void {
  rmSync(fileOf(folder), { force: true });
}

/** Null when there is none, or none that can be read. The server it names may be dead. */
export function readServerFile(folder: string): ServerFile | null {
  try {
    return content.parse(JSON.parse(readFileSync(fileOf(folder), 'utf8')));
  } catch {
    return null;
  }
}
