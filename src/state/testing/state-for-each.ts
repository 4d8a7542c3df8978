import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { openState, type State } from '../open-state.ts';

/** A new, empty state for each test of the file; the function gives the running test's. */
export function stateForEach(): () => State {
  let folder: string;
  let state: State;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kushi-state-'));
    state = await openState(folder, { write: true });
  });
  afterEach(async () => {
    await state.close();
    rmSync(folder, { recursive: true });
  });
  return () => state;
}
