import { afterEach, describe, expect, test } from 'vitest';
import { SendError } from '../send-error.ts';
import { type CaptureServer, startCaptureServer, takeIt } from '../testing/capture-server.ts';
import { certificate } from '../testing/certificate.ts';
import type { ResolvedAddress } from './open-socket.ts';
import { createPoster, type PosterOptions } from './post.ts';

const servers: CaptureServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function capture(host?: string): Promise<CaptureServer> {
  const server = await startCaptureServer(host);
  servers.push(server);
  return server;
}

const loopback = { allowPrivate: ['127.0.0.1'], allowHttp: true };
const never = new AbortController().signal;
const portOf = (server: CaptureServer) => new URL(server.url).port;

async function post(url: string, options: Partial<PosterOptions> = loopback, signal = never) {
  return createPoster({ allowPrivate: [], allowHttp: false, ...options })({
    url: new URL(url),
    headers: { 'kushi-delivery': 'k' },
    body: '{}',
    signal,
  });
}

async function refusal(url: string, options?: Partial<PosterOptions>): Promise<SendError> {
  const error = await post(url, options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SendError);
  return error as SendError;
}

/** A resolver that gives each answer in turn, and counts how often it is asked. */
function lookupOf(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const lookup = async (host: string): Promise<ResolvedAddress[]> => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(host);
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return { lookup, asked };
}

test('what is posted arrives as it is, once, and the answer of a success is not waited for', async () => {
  const server = await capture();
  server.reply((response) => response.writeHead(200).flushHeaders());
  const answer = await post(`${server.url}/hook?a=1`);
  expect(answer).toEqual({ status: 200, retryAfterMs: null, text: '' });
  expect(server.captured).toMatchObject([{ path: '/hook?a=1', method: 'POST', body: '{}' }]);
  expect(server.captured[0].headers['kushi-delivery']).toBe('k');
});

describe('addresses that are not public are not connected to', () => {
  const spellings = [
    ['loopback', '127.0.0.1'],
    ['in decimal', '2130706433'],
    ['in octal', '0177.0.0.1'],
    ['in hexadecimal', '0x7f.1'],
    ['short', '127.1'],
    ['by another of its addresses', '127.8.9.10'],
    ['as an IPv4-mapped address', '[::ffff:127.0.0.1]'],
    ['as an IPv4-compatible address', '[::127.0.0.1]'],
    ['by NAT64', '[64:ff9b::7f00:1]'],
    ['by NAT64 of a local prefix', '[64:ff9b:1::7f00:1]'],
    ['by 6to4', '[2002:7f00:1::]'],
    ['unspecified', '0.0.0.0'],
    ['unspecified, IPv6', '[::]'],
    ['loopback, IPv6', '[::1]'],
    ['with letters of another width', '１２７.0.0.1'],
  ];
  test.each(spellings)('this machine, %s: %s', async (_, host) => {
    const server = await capture();
    const error = await refusal(`http://${host}:${portOf(server)}/`, { allowHttp: true });
    expect(error).toMatchObject({ code: 'DESTINATION_FORBIDDEN', permanent: false });
    expect(error.message).toMatch(/is not a public address/);
    expect(server.captured).toEqual([]);
  });

  test.each([
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '192.0.2.1',
    '224.0.0.1',
    '255.255.255.255',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
    '[2001:db8::1]',
    '[2001::1]',
    '[4000::1]',
  ])('%s', async (host) => {
    expect(await refusal(`https://${host}/`)).toMatchObject({ code: 'DESTINATION_FORBIDDEN' });
  });

  test('a name that resolves to one', async () => {
    const server = await capture();
    const { lookup } = lookupOf(['127.0.0.1']);
    const error = await refusal(`http://hooks.example.com:${portOf(server)}/`, { allowHttp: true, lookup });
    expect(error.message).toBe(
      "hooks.example.com (127.0.0.1) is not a public address (loopback). If it is yours, name it in the destination's allow_private.",
    );
    expect(server.captured).toEqual([]);
  });
});

describe('the allow list', () => {
  test.each([
    ['an address', '127.0.0.1', '127.0.0.1'],
    ['a range', '127.0.0.0/8', '127.0.0.1'],
    ['a name', 'Hooks.example.com.', '127.0.0.1'],
    ['an address in another spelling', '::ffff:127.0.0.1', '127.0.0.1'],
  ])('lets through by %s', async (_, entry, address) => {
    const server = await capture();
    const { lookup } = lookupOf([address]);
    const options = { allowPrivate: [entry], allowHttp: true, lookup };
    expect(await post(`http://hooks.example.com:${portOf(server)}/`, options)).toMatchObject({ status: 200 });
    expect(server.captured).toHaveLength(1);
  });

  test.each([
    ['another name', 'example.com', '127.0.0.1'],
    ['a name, where it is the cloud’s metadata', 'hooks.example.com', '169.254.169.254'],
    ['a name, where it is everybody', 'hooks.example.com', '224.0.0.1'],
    ['another range', '127.1.0.0/16', '127.0.0.1'],
    ['what is no range', '127.0.0.1/64', '127.0.0.1'],
  ])('does not by %s', async (_, entry, address) => {
    const { lookup } = lookupOf([address]);
    const error = await refusal('https://hooks.example.com/', { allowPrivate: [entry], lookup });
    expect(error.code).toBe('DESTINATION_FORBIDDEN');
  });

  test('of a name with addresses of both sorts, the allowed one is connected to', async () => {
    const server = await capture();
    const { lookup } = lookupOf(['10.0.0.1', '127.0.0.1']);
    const url = `http://hooks.example.com:${portOf(server)}/`;
    expect(await post(url, { ...loopback, lookup })).toMatchObject({ status: 200 });
  });
});

test('of several addresses those that do not answer are passed over', async () => {
  const server = await capture();
  const { lookup, asked } = lookupOf(['127.0.0.3', '127.0.0.1'], []);
  const options = { allowPrivate: ['127.0.0.0/8'], allowHttp: true, lookup };
  expect(await post(`http://hooks.example.com:${portOf(server)}/`, options)).toMatchObject({ status: 200 });
  expect(asked).toEqual(['hooks.example.com']);
});

test('a name is resolved once a connection, and what was checked is connected to', async () => {
  const [allowed, other] = [await capture(), await capture('127.0.0.2')];
  const { lookup, asked } = lookupOf(['127.0.0.1'], ['127.0.0.2']);
  const url = `http://hooks.example.com:${portOf(allowed)}/`;
  expect(await post(url, { ...loopback, lookup })).toMatchObject({ status: 200 });
  expect(asked).toEqual(['hooks.example.com']);
  const error = await refusal(`http://hooks.example.com:${portOf(other)}/`, { ...loopback, lookup });
  expect(error.code).toBe('DESTINATION_FORBIDDEN');
  expect(other.captured).toEqual([]);
});

test.each([
  ['http', 'http://127.0.0.1/', /http:\/\/ is not sent to. Use https, or set allow_http/],
  ['a user name', 'https://hooks.example.com@127.0.0.1/', /user name or password/],
  ['a password', 'https://:secret-secret@127.0.0.1/', /user name or password/],
  ['another scheme', 'ftp://127.0.0.1/', /ftp:\/\/ is not sent to/],
])('%s is refused before anything is resolved', async (_, url, message) => {
  const error = await refusal(url, { allowPrivate: ['127.0.0.1'] });
  expect(error).toMatchObject({ code: 'DESTINATION_FORBIDDEN', permanent: true });
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain('secret-secret');
});

describe('redirects', () => {
  const to = (location: string, status = 307) =>
    function redirect(response: Parameters<typeof takeIt>[0], request: Parameters<typeof takeIt>[1]) {
      if (request.path === '/end') return takeIt(response, request);
      response.writeHead(status, { location }).end();
    };

  test.each([307, 308])('%d is followed with the same body', async (status) => {
    const server = await capture();
    server.reply(to('/end', status));
    expect(await post(server.url)).toMatchObject({ status: 200 });
    expect(server.captured.map(({ path, method, body }) => [path, method, body])).toEqual([
      ['/', 'POST', '{}'],
      ['/end', 'POST', '{}'],
    ]);
  });

  test.each([301, 302, 303])('%d would lose the body, and is an answer', async (status) => {
    const server = await capture();
    server.reply(to('/end', status));
    expect(await post(server.url)).toMatchObject({ status });
    expect(server.captured).toHaveLength(1);
  });

  test('to an address inside are not followed', async () => {
    const [server, inside] = [await capture(), await capture('127.0.0.2')];
    for (const location of [`${inside.url}/`, `http://[::ffff:127.0.0.2]:${portOf(inside)}/`]) {
      server.reply(to(location));
      expect((await refusal(server.url)).code).toBe('DESTINATION_FORBIDDEN');
    }
    expect(inside.captured).toEqual([]);
  });

  test('to a name that resolves to one inside are not followed', async () => {
    const [server, inside] = [await capture(), await capture('127.0.0.2')];
    server.reply(to(`http://other.example.com:${portOf(inside)}/`));
    const { lookup, asked } = lookupOf(['127.0.0.1'], ['127.0.0.2']);
    const error = await refusal(`http://hooks.example.com:${portOf(server)}/`, { ...loopback, lookup });
    expect(error.code).toBe('DESTINATION_FORBIDDEN');
    expect(asked).toEqual(['hooks.example.com', 'other.example.com']);
    expect(inside.captured).toEqual([]);
  });

  test.each([
    ['a fourth is not followed', '/again', /redirects more than 3 times/],
    ['to no URL', 'http://[', /is no URL/],
    ['to a user name', 'http://a@127.0.0.1/', /user name/],
    ['to another scheme', 'file:///etc/passwd', /is not sent to/],
  ])('%s', async (_, location, message) => {
    const server = await capture();
    server.reply(to(location));
    const error = await refusal(server.url);
    expect(error.permanent).toBe(true);
    expect(error.message).toMatch(message);
    expect(server.captured.length).toBeLessThanOrEqual(4);
  });
});

describe('https', () => {
  const { lookup } = lookupOf(['127.0.0.1']);
  const options = { allowPrivate: ['127.0.0.1'], allowHttp: false, lookup, trust: [certificate.cert] };

  async function captureSecure(): Promise<CaptureServer> {
    const server = await startCaptureServer('127.0.0.1', { secure: true });
    servers.push(server);
    return server;
  }

  test('arrives where the certificate is of the name', async () => {
    const server = await captureSecure();
    expect(await post(`https://hooks.example.com:${portOf(server)}/`, options)).toMatchObject({ status: 200 });
    expect(server.captured).toMatchObject([{ body: '{}', headers: { host: `hooks.example.com:${portOf(server)}` } }]);
  });

  test('does not where it is of another, or nobody trusts it', async () => {
    const server = await captureSecure();
    const other = await refusal(`https://other.example.com:${portOf(server)}/`, options);
    expect(other.message).toMatch(/^other.example.com:\d+ offers no TLS that can be trusted/);
    const unknown = await refusal(`https://hooks.example.com:${portOf(server)}/`, { ...options, trust: [] });
    expect(unknown).toMatchObject({ code: 'DESTINATION_UNREACHABLE', permanent: false });
    expect(server.captured).toEqual([]);
  });

  test('a redirect from it to http is not followed', async () => {
    const [server, plain] = [await captureSecure(), await capture()];
    server.reply((response) => response.writeHead(307, { location: plain.url }).end());
    const url = `https://hooks.example.com:${portOf(server)}/`;
    const error = await refusal(url, { ...options, allowHttp: true });
    expect(error).toMatchObject({ code: 'DESTINATION_FORBIDDEN' });
    expect(plain.captured).toEqual([]);
  });
});

describe('what does not end', () => {
  test('is cut off in size', async () => {
    const server = await capture();
    server.reply((response) => {
      response.writeHead(500);
      const more = () => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });
    const answer = await post(server.url);
    expect(answer.status).toBe(500);
    expect(answer.text.length).toBe(16_384);
  });

  test('is cut off in time: no answer', async () => {
    const server = await capture();
    server.reply(() => {});
    const error = await refusal(server.url, { ...loopback, timeoutMs: 300 });
    expect(error).toMatchObject({ code: 'DESTINATION_UNREACHABLE', permanent: false });
    expect(error.message).toMatch(/did not answer in time/);
  });

  test('is cut off in time: a name that is never resolved', async () => {
    const lookup = () => new Promise<ResolvedAddress[]>(() => {});
    const error = await refusal('https://hooks.example.com/', { lookup, timeoutMs: 300 });
    expect(error.message).toMatch(/did not answer in time/);
  });

  test('endless headers are not read', async () => {
    const server = await capture();
    server.reply((response) => {
      response.writeHead(200, Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`x-${at}`, 'y'.repeat(500)])));
      response.end();
    });
    expect((await refusal(server.url)).code).toBe('DESTINATION_UNREACHABLE');
  });

  test('is given up when told to', async () => {
    const server = await capture();
    const stop = new AbortController();
    const reason = new Error('told to');
    server.reply(() => stop.abort(reason));
    await expect(post(server.url, loopback, stop.signal)).rejects.toBe(reason);
  });
});

test('nobody listens, or a name has no address: told with the host alone', async () => {
  const server = await capture();
  await server.stop();
  const { hostname } = new URL(server.url);
  expect((await refusal(`${server.url}/secret-path`)).message).toBe(`${hostname} cannot be reached (ECONNREFUSED).`);
  const lookup = async () => {
    throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
  };
  const error = await refusal('https://hooks.example.com/secret-path', { lookup });
  expect(error.message).toBe('hooks.example.com cannot be reached (ENOTFOUND).');
  expect(JSON.stringify(error) + error.stack).not.toContain('secret-path');
});
