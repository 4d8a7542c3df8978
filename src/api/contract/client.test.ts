import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createClient } from './client.ts';
import { route } from './route.ts';

const common = { method: 'GET', role: 'viewer', tag: 'things', summary: 'A thing' } as const;
const params = z.strictObject({ name: z.string() });
const query = z.strictObject({ q: z.string().optional(), n: z.coerce.number<number>().default(1) });
const one = route({ ...common, path: '/one/:name', params, query, response: z.object({ n: z.int() }) });
const lines = route({ ...common, path: '/lines/:name', params, response: z.object({ n: z.int() }), stream: 'lines' });
const events = route({
  ...common,
  path: '/events/:name',
  params,
  response: z.object({ n: z.int() }),
  stream: 'events',
});
const text = route({ ...common, path: '/text', response: z.string(), stream: 'text' });

/** What the server answers, by address; each test sets its own. */
const answers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => answers.get(request.url ?? '')?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const client = () => createClient({ baseUrl: url, fetch, headers: () => ({ 'x-mine': 'yes' }) });

async function collect<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

test('parameters and query are written so that they arrive as they are', async () => {
  answers.set('/one/a%2Fb%20%E4%B8%B2?q=x%3A+%26+y', (request, response) =>
    response.end(JSON.stringify({ n: request.headers['x-mine'] === 'yes' ? 1 : 0 })),
  );
  expect(await client().call(one, { params: { name: 'a/b 串' }, query: { q: 'x: & y' } })).toEqual({ n: 1 });
  expect(client().address(one, { params: { name: 'a' }, query: { q: undefined, n: 2 } })).toBe(`${url}/one/a?n=2`);
});

test('text is text', async () => {
  answers.set('/text', (_, response) => response.end('as it is'));
  expect(await client().call(text)).toBe('as it is');
});

test('parts come one by one, however they are cut on the way', async () => {
  answers.set('/lines/串', () => {});
  answers.set(`/lines/${encodeURIComponent('串')}`, (_, response) => {
    const bytes = Buffer.from('{"n":1}\n{"n":2,"s":"串"}\n\n{"n":3}');
    for (let at = 0; at < bytes.length; at += 3) response.write(bytes.subarray(at, at + 3));
    response.end();
  });
  expect(await collect(client().stream(lines, { params: { name: '串' } }))).toEqual([
    { n: 1 },
    { n: 2, s: '串' },
    { n: 3 },
  ]);
  answers.set('/events/a', (_, response) => response.end(': hello\n\ndata: {"n":1}\n\ndata:{"n":2}\n\n'));
  expect(await collect(client().stream(events, { params: { name: 'a' } }))).toEqual([{ n: 1 }, { n: 2 }]);
});

const failure = { error: { code: 'QUERY_SYNTAX', message: 'No.', column: 3, problems: [] } };

test('errors are those of the server, at once or at the end of a stream', async () => {
  answers.set('/one/bad', (_, response) => response.writeHead(400).end(JSON.stringify(failure)));
  const wanted = { name: 'KushiError', code: 'QUERY_SYNTAX', message: 'No.', location: { column: 3 } };
  await expect(client().call(one, { params: { name: 'bad' } })).rejects.toMatchObject(wanted);
  answers.set('/lines/bad', (_, response) => response.end(`{"n":1}\n${JSON.stringify(failure)}\n`));
  await expect(collect(client().stream(lines, { params: { name: 'bad' } }))).rejects.toMatchObject(wanted);
  answers.set('/one/newer', (_, response) =>
    response.writeHead(400).end(JSON.stringify({ error: { code: 'OF_TOMORROW', message: 'No.' } })),
  );
  await expect(client().call(one, { params: { name: 'newer' } })).rejects.toMatchObject({ code: 'INTERNAL' });
});

test('what is no answer of ours, or breaks off, is said so', async () => {
  const unreachable = { code: 'SERVER_UNREACHABLE' };
  answers.set('/one/proxy', (_, response) => response.writeHead(502).end('<html>Bad Gateway</html>'));
  await expect(client().call(one, { params: { name: 'proxy' } })).rejects.toMatchObject(unreachable);
  answers.set('/one/html', (_, response) => response.end('<html>'));
  await expect(client().call(one, { params: { name: 'html' } })).rejects.toMatchObject(unreachable);
  answers.set('/lines/broken', (request, response) => response.write('{"n":1}\n', () => request.socket.destroy()));
  await expect(collect(client().stream(lines, { params: { name: 'broken' } }))).rejects.toMatchObject(unreachable);
  const nobody = createClient({ baseUrl: 'http://127.0.0.1:9', fetch });
  await expect(nobody.call(text)).rejects.toMatchObject(unreachable);
});

test('who stops is told so, and who reads no further closes the request', async () => {
  const stop = new AbortController();
  answers.set('/one/slow', () => stop.abort());
  const stopped = client().call(one, { params: { name: 'slow' }, signal: stop.signal });
  await expect(stopped).rejects.toMatchObject({ code: 'INTERRUPTED' });
  const closed = new Promise<void>((resolve) => {
    answers.set('/lines/endless', (request, response) => {
      request.once('close', resolve);
      response.write('{"n":1}\n');
    });
  });
  for await (const { n } of client().stream(lines, { params: { name: 'endless' } })) {
    expect(n).toBe(1);
    break;
  }
  await closed;
});

test('a page can have it: nothing but zod and the pure core is in it', async () => {
  const folder = import.meta.dirname;
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const { metafile } = await build({
    entryPoints: files.map((name) => `${folder}/${name}`),
    outdir: 'nowhere',
    write: false,
    bundle: true,
    metafile: true,
    platform: 'browser',
    format: 'esm',
  });
  const others = Object.keys(metafile.inputs).filter(
    (path) => !/^(src\/(api\/contract|core)\/|node_modules\/zod\/)/.test(path),
  );
  expect(others).toEqual([]);
});
