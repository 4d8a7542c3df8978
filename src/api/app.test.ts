import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { KushiError } from '../core/error/error.ts';
import { stateForEach } from '../state/testing/state-for-each.ts';
import { createApp } from './app.ts';
import type { Caller } from './caller.ts';
import { type Role, route } from './contract/route.ts';
import { implement, implementStream } from './implement.ts';
import { testService } from './testing/test-service.ts';

const state = stateForEach();

const thing = (role: Role, path: string) =>
  route({
    method: 'POST',
    path,
    role,
    tag: 'things',
    summary: 'A thing',
    params: z.strictObject({ name: z.string().max(8) }),
    body: z.strictObject({ count: z.int() }),
    response: z.object({ name: z.string(), sum: z.int() }),
  });

async function app(caller: Caller | null = null): Promise<FastifyInstance> {
  const made = await createApp({ service: testService({ db: state().db }), log: null, checkAnswers: true });
  made.addHook('onRequest', async (request) => {
    request.caller = caller;
  });
  return made;
}

const analyst: Caller = { user: 'u1', name: 'mori', role: 'analyst', how: 'session', scopes: null };

test('a route takes and gives what its contract says', async () => {
  const made = await app(analyst);
  implement(made, thing('analyst', '/api/things/:name'), async ({ params, body }) => ({
    name: params.name,
    sum: body.count + 1,
  }));
  const answer = await made.inject({ method: 'POST', url: '/api/things/a', payload: { count: 1 } });
  expect([answer.statusCode, answer.json()]).toEqual([200, { name: 'a', sum: 2 }]);
});

test.each<[string, object]>([
  ['a wrong body', { method: 'POST', url: '/api/things/a', payload: { count: 'x' } }],
  ['a member too many', { method: 'POST', url: '/api/things/a', payload: { count: 1, more: 1 } }],
  ['no body', { method: 'POST', url: '/api/things/a' }],
  ['a wrong parameter', { method: 'POST', url: '/api/things/much-too-long', payload: { count: 1 } }],
  ['no JSON', { method: 'POST', url: '/api/things/a', payload: '{', headers: { 'content-type': 'application/json' } }],
  ['another type', { method: 'POST', url: '/api/things/a', payload: 'a', headers: { 'content-type': 'text/xml' } }],
  ['a broken escape', { method: 'POST', url: '/api/things/%ff', payload: { count: 1 } }],
])('%s is a 4xx of the table', async (_, request) => {
  const made = await app(analyst);
  implement(made, thing('analyst', '/api/things/:name'), async () => ({ name: 'a', sum: 1 }));
  const answer = await made.inject(request);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().error.code).toBe('REQUEST_INVALID');
});

test.each<[Caller | null, Role, number]>([
  [null, 'public', 200],
  [null, 'viewer', 401],
  [analyst, 'viewer', 200],
  [analyst, 'analyst', 200],
  [analyst, 'admin', 403],
  [{ ...analyst, scopes: ['things'] }, 'analyst', 200],
  [{ ...analyst, scopes: ['alerts'] }, 'analyst', 403],
])('%j at a route for %s', async (caller, role, status) => {
  const made = await app(caller);
  implement(made, thing(role, '/api/things/:name'), async () => ({ name: 'a', sum: 1 }));
  const answer = await made.inject({ method: 'POST', url: '/api/things/a', payload: { count: 1 } });
  expect(answer.statusCode).toBe(status);
});

test('what is not there says so, and other methods are named', async () => {
  const made = await app(analyst);
  const nothing = await made.inject({ method: 'GET', url: '/api/nothing' });
  const other = await made.inject({ method: 'DELETE', url: '/healthz' });
  expect([nothing.statusCode, nothing.json().error.code]).toEqual([404, 'NOT_FOUND']);
  expect([other.statusCode, other.json().error.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
});

test('a fault inside says nothing of itself', async () => {
  const made = await app(analyst);
  implement(made, thing('analyst', '/api/things/:name'), async () => {
    throw new Error('secret path');
  });
  const answer = await made.inject({ method: 'POST', url: '/api/things/a', payload: { count: 1 } });
  expect([answer.statusCode, answer.json().error.code]).toEqual([500, 'INTERNAL']);
  expect(answer.body).not.toContain('secret');
});

test('a fault of a thread says nothing of itself either, and a stream that fails tells so at its end', async () => {
  const made = await app(analyst);
  const fault = new KushiError('INTERNAL', 'TypeError: secret path');
  implement(made, thing('analyst', '/api/things/:name'), async () => {
    throw fault;
  });
  const broken = (path: string, parts: number, error: unknown) => {
    const of = { method: 'GET', path, role: 'viewer', tag: 'things', summary: 'Parts', stream: 'lines' } as const;
    implementStream(made, route({ ...of, response: z.object({ n: z.int() }) }), async () =>
      (async function* () {
        for (let n = 0; n < parts; n++) yield { n };
        throw error;
      })(),
    );
  };
  broken('/api/early', 0, new KushiError('QUERY_SYNTAX', 'No.'));
  broken('/api/late', 1, fault);
  const answer = await made.inject({ method: 'POST', url: '/api/things/a', payload: { count: 1 } });
  expect([answer.statusCode, answer.body.includes('secret')]).toEqual([500, false]);
  expect((await made.inject({ url: '/api/early' })).statusCode).toBe(400);
  const late = await made.inject({ url: '/api/late' });
  expect([late.statusCode, late.body]).toEqual([200, expect.stringMatching(/^{"n":0}\n{"error":{"code":"INTERNAL"/)]);
  expect(late.body).not.toContain('secret');
});

test('lines come one by one', async () => {
  const made = await app(analyst);
  const many = route({
    method: 'GET',
    path: '/api/many',
    role: 'viewer',
    tag: 'things',
    summary: 'Many',
    response: z.object({ n: z.int() }),
    stream: 'lines',
  });
  implementStream(made, many, async () =>
    (async function* () {
      for (let n = 0; n < 3; n++) yield { n };
    })(),
  );
  const answer = await made.inject({ url: '/api/many' });
  expect(answer.body).toBe('{"n":0}\n{"n":1}\n{"n":2}\n');
  expect(answer.headers['content-type']).toContain('application/x-ndjson');
});

test('the document names the role of each route', async () => {
  const made = await app(analyst);
  implement(made, thing('admin', '/api/things/:name'), async () => ({ name: 'a', sum: 1 }));
  await made.ready();
  const { openapi, paths } = (await made.inject({ url: '/api/openapi.json' })).json();
  expect(openapi).toBe('3.1.0');
  expect(paths['/api/things/{name}'].post['x-kushi-role']).toBe('admin');
});

test.each([
  [
    'a head that is too large',
    `GET /healthz?${'a'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
    400,
    'REQUEST_INVALID',
  ],
  ['what is no request', 'nonsense\r\n\r\n', 400, 'REQUEST_INVALID'],
])('%s gets an answer of the table all the same', async (_, text, status, code) => {
  const made = await app(analyst);
  const { port } = new URL(await made.listen({ port: 0, host: '127.0.0.1' }));
  const answer = await new Promise<string>((resolve) => {
    let all = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (piece) => {
      all += piece;
    });
    socket.on('close', () => resolve(all));
  });
  await made.close();
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(answer.split('\r\n\r\n')[1]).error.code).toBe(code);
});
