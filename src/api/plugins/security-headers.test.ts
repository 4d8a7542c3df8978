import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { stateForEach } from '../../state/testing/state-for-each.ts';
import { addTestToken, addTestUser, startTestServer, type TestServer } from '../testing/test-server.ts';

const state = stateForEach();

const expected = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** The head of an answer to a request line as it stands, which clients would not send. */
async function head({ url }: TestServer, line: string, headers: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${line}\r\nHost: ${hostname}\r\n${headers}\r\n`),
    );
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      socket.destroy();
      resolve(text.toLowerCase());
    });
    socket.on('error', reject);
  });
}

test.each([
  ['an answer', 'GET /api/session HTTP/1.1', '200'],
  ['a stream', 'GET /api/live HTTP/1.1', '200'],
  ['no sign-in', 'GET /api/users HTTP/1.1', '401'],
  ['nothing there', 'GET /nothing HTTP/1.1', '404'],
  ['another method', 'DELETE /healthz HTTP/1.1', '405'],
  ['an address that cannot be read', 'GET /api/%ff HTTP/1.1', '400'],
  ['a body that is none', 'POST /api/session HTTP/1.1', '400'],
])('%s carries what browsers must know', async (_, line, status) => {
  const server = await startTestServer({ db: state().db });
  const token = await addTestToken(state().db, await addTestUser(state().db, 'mori', 'viewer'));
  const authorization = status === '200' ? `Authorization: Bearer ${token}\r\n` : '';
  const body = line.startsWith('POST') ? 'Content-Type: application/json\r\nContent-Length: 0\r\n' : '';
  const text = await head(server, line, authorization + body);
  expect(text).toContain(`http/1.1 ${status} `);
  for (const [name, value] of Object.entries(expected))
    expect(text).toContain(`\r\n${name}: ${value.toLowerCase()}\r\n`);
  expect(text).toMatch(/\r\ncontent-security-policy: default-src 'none'; script-src 'self'; style-src 'self' 'nonce-/);
  expect(text).toMatch(/; frame-ancestors 'none'; base-uri 'none'; form-action 'self'\r\n/);
  expect(text).toContain('\r\npermissions-policy: ');
  expect(text).not.toContain("'unsafe-");
  if (line.includes('/api/s') || line.includes('/api/l')) expect(text).toContain('\r\ncache-control: no-store\r\n');
});

test('the nonce is another one each time, and pages can read it', async () => {
  const server = await startTestServer({ db: state().db });
  const nonces = [];
  for (let i = 0; i < 2; i++) {
    const { headers } = await server.call('/healthz');
    nonces.push(/'nonce-([\w-]{22})'/.exec(headers.get('content-security-policy') ?? '')?.[1]);
  }
  expect(nonces[0]).toBeDefined();
  expect(nonces[1]).toBeDefined();
  expect(nonces[0]).not.toBe(nonces[1]);
});

test('https is asked for where it is configured, and only there', async () => {
  const plain = await startTestServer({ db: state().db });
  const secure = await startTestServer({ db: state().db, config: 'base_url: https://kushi.example.com' });
  const header = async (server: TestServer) => (await server.call('/healthz')).headers.get('strict-transport-security');
  expect([await header(plain), await header(secure)]).toEqual([null, 'max-age=31536000']);
});
