import type { Config } from '../config/schema.ts';
import type { FileSourceOptions } from '../sources/file/file-source.ts';
import { objectsWithRejects } from '../state/ledger.ts';
import type { LoadRequest } from './loader/messages.ts';
import type { OpenData } from './open-data.ts';
import { type OpenLocation, openLocations } from './open-locations.ts';
import { requireLogType } from './require-log-type.ts';

export interface OpenRequestOptions {
  readonly config: Config;
  readonly data: OpenData;
  readonly files: FileSourceOptions;
}

/** The sources that a request means, open; none when a replay finds no object with rejects. */
export async function openRequest(
  request: LoadRequest,
  { config, data, files }: OpenRequestOptions,
): Promise<OpenLocation[]> {
  if (request.kind === 'replay') return openRejected({ config, data, files });
  const locations = await openLocations(request.names, config, { type: request.type ?? undefined, files });
  for (const { type } of locations) requireLogType(type, data.content);
  return locations;
}

async function openRejected({ config, data, files }: OpenRequestOptions): Promise<OpenLocation[]> {
  const objects = await objectsWithRejects(data.db);
  if (objects.length === 0) return [];
  const names = objects.map(({ location }) => location);
  const opened = await openLocations(names, config, { files });
  return opened.map((location, index) => ({ ...location, type: objects[index].logType }));
}
