import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateDemo } from '../../demo/generate-demo.ts';
import { Home } from '../command/home.ts';
import { fuzzApi, installFuzzer } from '../rigs/schemathesis/fuzz-api.ts';
import { type Serving, serve } from './serving.ts';

const installed = await installFuzzer();
const reason = 'missing' in installed ? ` (skipped: ${installed.missing})` : '';

/** Streams that do not end by themselves, and loads, which would read whatever path is made up. */
const without = ['/api/live', '/api/loads/{id}/progress', '/api/loads'];

test.skipIf('missing' in installed)(
  `no request that can be made up ends in a 5xx or in an answer beside the contract${reason}`,
  async () => {
    if ('missing' in installed) return;
    const home = new Home('geo: { city: demo/geo/city.mmdb, asn: demo/geo/asn.mmdb }\n');
    const demo = { out: join(home.folder, 'demo'), seed: 'parcels', end: new Date(), scale: 0.02 };
    await generateDemo(demo);
    await home.run(['load', 'demo/logs']);
    const server = await serve(home);
    const fuzzed = await fuzzApi(installed.bin, {
      url: server.url,
      token: await adminToken(server),
      seconds: Number(process.env.API_FUZZ_SECONDS ?? '20'),
      seed: Number(process.env.FUZZ_SEED ?? '7'),
      without,
    });
    const { code, stderr } = await server.stop();
    home.remove();
    expect(fuzzed.passed, `${fuzzed.report}\n${stderr.slice(-4000)}`).toBe(true);
    expect(code).toBe(0);
  },
);

async function adminToken({ url, oneTimePassword }: Serving): Promise<string> {
  const setUp = await post(new URL('/api/setup', url), {
    password: oneTimePassword,
    name: 'mori',
    newPassword: 'a long pass phrase of mine',
  });
  const cookie = setUp.headers.getSetCookie()[0].split(';')[0];
  const made = await post(new URL('/api/tokens', url), { name: 'fuzz', role: 'admin', days: 1 }, { cookie });
  return ((await made.json()) as { token: string }).token;
}

function post(url: URL, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url.origin, ...headers },
    body: JSON.stringify(body),
  });
}
