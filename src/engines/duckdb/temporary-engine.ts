import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileStore } from '../../segments/file-store.ts';
import type { EngineUnderTest } from '../contract/ask.ts';
import type { EngineOptions } from '../engine-options.ts';
import { createDuckdbEngine } from './engine.ts';

/** An engine on a folder of its own, for tests. */
export async function createTemporaryEngine(options: EngineOptions): Promise<EngineUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'kushi-engine-'));
  const settings = { memoryLimit: '512MB', threads: 1, temporaryFolder: join(folder, 'spill') };
  const engine = createDuckdbEngine(createFileStore(join(folder, 'segments')), options, settings);
  return { engine, cleanUp: () => rm(folder, { recursive: true, force: true }) };
}
