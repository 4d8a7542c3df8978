import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, Snapshot } from '../../src/engines/engine.ts';
import type { Content } from '../../src/pipeline/content.ts';
import { openEngine } from '../../src/pipeline/open-engine.ts';
import { snapshot } from '../../src/state/catalog.ts';
import { openState, type StateDb } from '../../src/state/open-state.ts';
import { openContent } from '../ingest/open-content.ts';
import { type Stored, storedIn } from '../ingest/whole.ts';

/** What building a folder took, in seconds and bytes. */
export interface FolderSummary {
  readonly textBytes: number;
  readonly load: { readonly wall: number; readonly cpu: number };
  readonly compaction: { readonly wall: number; readonly cpu: number };
  /** Most memory of the process that built it. */
  readonly memory: number;
  /** When, as an ISO time: a folder is of the code of then. */
  readonly at: string;
}

export interface EventFolder {
  readonly engine: Engine;
  readonly db: StateDb;
  readonly snapshot: Snapshot;
  readonly content: Content;
  readonly stored: Stored;
  readonly close: () => Promise<void>;
}

/** As loaded, and with each day merged into one segment. */
export const states = ['fresh', 'compacted'] as const;

export const eventFolder = (root: string, events: number): string => join(root, 'bench/.corpus', `events-${events}`);

export const folderSummary = (root: string, events: number): FolderSummary =>
  JSON.parse(readFileSync(join(eventFolder(root, events), 'summary.json'), 'utf8'));

export async function openFolder(
  { root, events }: { root: string; events: number },
  state: (typeof states)[number],
): Promise<EventFolder> {
  const data = join(eventFolder(root, events), state);
  const content = openContent(root, 'shipped');
  const { db, close } = await openState(data, { write: false });
  const engine = openEngine({ data }, content);
  return {
    engine,
    db,
    content,
    snapshot: await snapshot(db),
    stored: await storedIn(data, db),
    close: async () => {
      await engine.close();
      await close();
    },
  };
}
