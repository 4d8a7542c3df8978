import { resolve } from 'node:path';
import type { LoadBody } from '../api/contract/loads.ts';
import type { Config } from '../config/schema.ts';
import { KushiError } from '../core/error/error.ts';
import type { LoadTotals } from '../pipeline/load.ts';
import { loadLocations } from '../pipeline/load-locations.ts';
import type { LoadRequest } from '../pipeline/loader/messages.ts';
import { openData } from '../pipeline/open-data.ts';
import { openRequest } from '../pipeline/open-request.ts';
import { type FileEtags, fileEtags } from '../state/file-etags.ts';
import { openState } from '../state/open-state.ts';
import { formatRefused } from './output/refused.ts';
import { type RunningServer, runningServer } from './running-server.ts';

export interface RunLoadOptions {
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly onProgress: (totals: LoadTotals) => void;
}

export interface LoadResult {
  readonly totals: LoadTotals;
  /** Which objects are refused and why, for people. */
  readonly refused: string;
}

/** Loads into the data folder; through the server when one runs on it. Fails with DATA_FOLDER_IN_USE when another writes. */
export async function runLoad(request: LoadRequest, options: RunLoadOptions): Promise<LoadResult> {
  try {
    return await loadHere(request, options);
  } catch (error) {
    if (!(error instanceof KushiError) || error.code !== 'DATA_FOLDER_IN_USE') throw error;
    const server = await runningServer(options.config.data);
    if (server === null) throw error;
    return loadThere(server, request, options);
  }
}

async function loadHere(request: LoadRequest, { config, signal, onProgress }: RunLoadOptions): Promise<LoadResult> {
  const data = await openData(config, { write: true });
  try {
    const etags: FileEtags = fileEtags(data.db);
    const locations = await openRequest(request, { config, data, files: etags });
    const reload = request.kind === 'replay' || request.reload;
    const totals = await loadLocations(locations, { config, data, reload, signal, onProgress });
    await etags.flush();
    return { totals, refused: await formatRefused(data.db, totals.objects.refused) };
  } finally {
    await data.close();
  }
}

async function loadThere(
  server: RunningServer,
  request: LoadRequest,
  { config, signal, onProgress }: RunLoadOptions,
): Promise<LoadResult> {
  const { totals } = await server.load(asSeenFromThere(request, config), {
    signal,
    onProgress: ({ totals: soFar }) => {
      if (soFar !== null) onProgress(soFar);
    },
  });
  const state = await openState(config.data, { write: false });
  try {
    return { totals: totals ?? nothing(), refused: await formatRefused(state.db, totals?.objects.refused ?? 0) };
  } finally {
    await state.close();
  }
}

/** Paths are told in full, since the server may run in another folder. */
function asSeenFromThere(request: LoadRequest, { sources }: Config): Parameters<RunningServer['load']>[0] {
  if (request.kind === 'replay') return request;
  if (request.names.includes('-'))
    throw new KushiError('USAGE', 'Standard input cannot be loaded while a server runs on the folder. Load a file.');
  const isPath = (name: string) => !Object.hasOwn(sources, name) && !/^[a-z0-9]+:\/\//.test(name);
  return { ...request, names: request.names.map((name) => (isPath(name) ? resolve(name) : name)) };
}

function nothing(): NonNullable<LoadBody['totals']> {
  const objects = { offered: 0, loaded: 0, known: 0, refused: 0, skipped: 0, waiting: 0 };
  return { objects, records: { read: 0, events: 0, rejects: 0, filtered: 0 }, byType: {}, alerts: 0, bytes: 0 };
}
