import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { DiskOperation } from './disk-log.ts';

/**
 * What a disk may have kept of what was not synced: nothing of it; names but not contents, as journals of metadata do;
 * or all of it.
 */
export const keeps = ['nothing', 'names', 'everything'] as const;
export type Keeps = (typeof keeps)[number];

/** A file's content: now, and as it was at its last sync. */
interface Content {
  now: Uint8Array;
  synced: Uint8Array;
}

const none = new Uint8Array(0);

/** A disk on which operations are done again, knowing what of it would outlive a power cut. */
export class Disk {
  readonly #names = new Map<string, Content>();
  readonly #syncedNames = new Map<string, Content>();
  readonly #folders = new Set<string>();
  readonly #syncedFolders: Set<string>;
  #database: Uint8Array | null = null;
  readonly #root: string;

  /** `root` is a folder that was there before everything. */
  constructor(root: string) {
    this.#root = root;
    this.#syncedFolders = new Set([root]);
  }

  apply(operation: DiskOperation): void {
    switch (operation.do) {
      case 'create':
        this.#names.set(operation.path, { now: none, synced: none });
        break;
      case 'write': {
        const content = this.#content(operation.path);
        content.now = Buffer.concat([content.now, operation.bytes]);
        break;
      }
      case 'sync': {
        const content = this.#content(operation.path);
        content.synced = content.now;
        break;
      }
      case 'rename':
        this.#names.set(operation.to, this.#content(operation.path));
        this.#names.delete(operation.path);
        break;
      case 'unlink':
        this.#names.delete(operation.path);
        break;
      case 'make folder':
        for (let made = operation.path; made !== this.#root; made = dirname(made)) this.#folders.add(made);
        break;
      case 'sync folder':
        this.#syncFolder(operation.path);
        break;
      case 'transaction':
        this.#database = operation.database;
        break;
    }
  }

  /** Writes what is left into another folder, with the database as `state.db`. */
  writeTo(data: string, kept: Keeps): void {
    if (this.#database !== null) writeFileSync(join(data, 'state.db'), this.#database);
    for (const [path, content] of kept === 'nothing' ? this.#syncedNames : this.#names) {
      if (kept === 'nothing' && !this.#isReachable(path)) continue;
      const to = join(data, relative(this.#root, path));
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, kept === 'everything' ? content.now : content.synced);
    }
  }

  #content(path: string): Content {
    const content = this.#names.get(path);
    if (content === undefined) throw new Error(`${path} is used before it is made`);
    return content;
  }

  #syncFolder(folder: string): void {
    for (const path of this.#syncedNames.keys()) if (dirname(path) === folder) this.#syncedNames.delete(path);
    for (const [path, content] of this.#names) if (dirname(path) === folder) this.#syncedNames.set(path, content);
    for (const path of this.#folders) if (dirname(path) === folder) this.#syncedFolders.add(path);
  }

  #isReachable(path: string): boolean {
    for (let folder = dirname(path); folder.length >= this.#root.length; folder = dirname(folder))
      if (!this.#syncedFolders.has(folder)) return false;
    return true;
  }
}
