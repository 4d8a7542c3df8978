import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDemo } from '../../../demo/generate-demo.ts';
import { createApp } from '../../../src/api/app.ts';
import type { Caller } from '../../../src/api/caller.ts';
import { type Client, createClient } from '../../../src/api/contract/client.ts';
import { testService } from '../../../src/api/testing/test-service.ts';
import { parseConfig } from '../../../src/config/load-config.ts';
import type { LoadTotals } from '../../../src/pipeline/load.ts';
import { loadLocations } from '../../../src/pipeline/load-locations.ts';
import { type OpenData, openData } from '../../../src/pipeline/open-data.ts';
import { openLocations } from '../../../src/pipeline/open-locations.ts';
import { askHere } from '../../../src/questions/testing/ask-here.ts';
import { fileEtags } from '../../../src/state/file-etags.ts';
import { addUser } from '../../../src/state/users.ts';
import { quickFolder } from '../../command/quick-folder.ts';

/** When the demo ends, and the server's clock stands still. */
export const demoEnd = '2026-03-19T14:23:45Z';

export interface DemoServer {
  readonly url: string;
  readonly data: OpenData;
  /** An admin's. */
  readonly client: Client;
  readonly mori: Caller;
  /** Another caller's client. */
  readonly as: (caller: Caller | null) => Client;
  /** Writes a file below the folder of logs, and gives its path. */
  readonly write: (name: string, content: string) => string;
  /** Loads a path, all of the demo's by default. */
  readonly load: (location?: string) => Promise<LoadTotals>;
  close(): Promise<void>;
}

/** The real application over HTTP, with a small demo loaded, its answers checked against the contract. */
export async function startDemoServer(scale = 0.02): Promise<DemoServer> {
  const folder = quickFolder();
  await generateDemo({ out: folder, seed: 'parcels', end: new Date(demoEnd), scale });
  const config = parseConfig(
    [
      `data: ${join(folder, 'data')}`,
      `geo: { city: ${join(folder, 'geo/city.mmdb')}, asn: ${join(folder, 'geo/asn.mmdb')} }`,
      `sources: { demo: { location: ${join(folder, 'logs')} } }`,
    ].join('\n'),
    join(folder, 'kushi.yml'),
  );
  const data = await openData(config, { write: true });
  const load = async (location?: string) => {
    const locations = await openLocations(location === undefined ? ['demo'] : [location], config, {
      files: fileEtags(data.db),
    });
    const signal = new AbortController().signal;
    return loadLocations(locations, { config, data, reload: false, signal, onProgress: () => {} });
  };
  await load();
  const clock = () => BigInt(Date.parse(demoEnd)) * 1_000_000n;
  const ask = askHere({ config, content: data.content, engine: data.engine, db: data.db, clock });
  const service = testService({ db: data.db, config, ask, clock });
  const { id: user } = await addUser(data.db, {
    name: 'mori',
    role: 'admin',
    password: '',
    mustChange: false,
    now: clock(),
  });
  const mori: Caller = { user, name: 'mori', role: 'admin', how: 'session', scopes: null };
  const app = await createApp({ service, log: null, checkAnswers: true });
  app.addHook('onRequest', async (request) => {
    const sent = request.headers['x-test-caller'];
    request.caller = sent === undefined ? mori : JSON.parse(String(sent));
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const as = (caller: Caller | null) =>
    createClient({ baseUrl: url, fetch, headers: () => ({ 'x-test-caller': JSON.stringify(caller) }) });
  return {
    url,
    data,
    client: as(mori),
    mori,
    as,
    load,
    write: (name, content) => {
      const path = join(folder, 'more', name);
      mkdirSync(join(folder, 'more'), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    close: async () => {
      await app.close();
      await data.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
