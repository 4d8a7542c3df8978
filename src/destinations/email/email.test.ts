import { afterEach, expect, test } from 'vitest';
import type { Answer } from '../../answer/answer.ts';
import { sampleAnswer } from '../../answer/testing/sample-answer.ts';
import type { EmailConfig } from '../../config/destinations.ts';
import { type Behaviour, type DestinationFixture, describeDestination, type Received } from '../contract.ts';
import type { OpenOptions } from '../destination.ts';
import { certificate } from '../testing/certificate.ts';
import { openOptions } from '../testing/http-fixture.ts';
import { exampleMessage, hostileMessage } from '../testing/messages.ts';
import {
  type SmtpCapture,
  type SmtpCaptureOptions,
  startRawServer,
  startSmtpCapture,
} from '../testing/smtp-capture.ts';
import { openEmail } from './email.ts';

const password = 'a-very-secret-password';
const config: EmailConfig = {
  kind: 'email',
  level: 'medium',
  language: 'en',
  zone: 'Asia/Tokyo',
  allow_private: ['127.0.0.1'],
  host: 'localhost',
  tls: 'starttls',
  from: 'kushi@example.com',
  to: ['duty@example.com'],
};
const withPassword = { ...config, user: 'kushi', password_env: 'PASSWORD' };
const options: OpenOptions = { ...openOptions, env: { PASSWORD: password }, trust: [certificate.cert] };
const never = new AbortController().signal;

async function smtpFixture(): Promise<DestinationFixture> {
  const { port, mails, stop: stopFirst } = await startSmtpCapture({ password });
  const secrets = [
    password,
    Buffer.from(password).toString('base64'),
    Buffer.from(`\0kushi\0${password}`).toString('base64'),
  ];
  let stop = stopFirst;
  const raw = async (greet: Parameters<typeof startRawServer>[1]) => {
    stop = await startRawServer(port, greet);
  };
  const smtp = async (its: SmtpCaptureOptions = {}) => {
    ({ stop } = await startSmtpCapture({ password, port, mails, ...its }));
  };
  const behaviours: Readonly<Record<Exclude<Behaviour, 'redirect'>, () => Promise<void>>> = {
    take: () => smtp(),
    busy: () => smtp({ refuse: () => ({ code: 451, text: 'greylisted' }) }),
    fail: () => smtp({ refuse: () => ({ code: 421, text: 'shutting down' }) }),
    refuse: () => smtp({ refuse: () => ({ code: 550, text: 'no such user' }) }),
    hang: () => raw(() => {}),
    endless: () =>
      raw((socket) => {
        const more = () => {
          while (socket.write('220-hello\r\n'.repeat(1000)));
        };
        socket.on('drain', more);
        more();
      }),
    echo: () => smtp({ refuse: () => ({ code: 451, text: `\u001b[2J\u202e${secrets.join(' ')}` }) }),
    'break-off': () => raw((socket) => socket.end('220 ready\r\n')),
  };
  return {
    open: ({ language = 'en', timeoutMs, allowPrivate = ['127.0.0.1'] } = {}) =>
      openEmail(
        'duty',
        { ...withPassword, language, port, allow_private: [...allowPrivate] },
        { ...options, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
      ),
    behave: async (how) => {
      await stop();
      if (how !== 'redirect') await behaviours[how]();
    },
    received: () =>
      mails.map(
        ({ mail }): Received => ({
          key:
            mail.headerLines.find(({ key }) => key === 'kushi-delivery')?.line.slice('Kushi-Delivery: '.length) ?? '',
          text: `${mail.subject}\n${mail.text}`,
        }),
      ),
    secrets,
    stop: () => stop(),
  };
}

describeDestination('email', smtpFixture, { retryAfterMs: null, without: ['redirect'] });

const servers: SmtpCapture[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function capture(its?: SmtpCaptureOptions): Promise<SmtpCapture> {
  const server = await startSmtpCapture(its);
  servers.push(server);
  return server;
}

test.each(['starttls', 'tls', 'none'] as const)('tls: %s, with a sign-in', async (tls) => {
  const server = await capture({ tls, password });
  await openEmail('duty', { ...withPassword, tls, port: server.port }, options).send(exampleMessage(), {
    key: 'k',
    signal: never,
  });
  expect(server.mails).toMatchObject([{ isSecure: tls !== 'none', recipients: ['duty@example.com'] }]);
});

test('nothing is sent where TLS is wanted and not offered, or not trusted', async () => {
  const plain = await capture({ tls: 'none' });
  const send = (port: number, its: OpenOptions) =>
    openEmail('duty', { ...config, port }, its).send(exampleMessage(), { key: 'k', signal: never });
  await expect(send(plain.port, options)).rejects.toMatchObject({ code: 'DESTINATION_UNREACHABLE', permanent: false });
  const unknown = await capture();
  await expect(send(unknown.port, openOptions)).rejects.toThrow(/localhost offers no TLS that can be trusted/);
  expect([...plain.mails, ...unknown.mails]).toEqual([]);
});

test('a certificate of another name is not trusted', async () => {
  const server = await capture();
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
  const send = (host: string) =>
    openEmail('duty', { ...config, host, port: server.port }, { ...options, lookup }).send(exampleMessage(), {
      key: 'k',
      signal: never,
    });
  await expect(send('other.example.com')).rejects.toThrow(/no TLS that can be trusted/);
  await send('mail.example.com');
  expect(server.mails).toHaveLength(1);
});

test('a wrong password is not tried over and over, nor told', async () => {
  const server = await capture({ password: 'another' });
  const error = await openEmail('duty', { ...withPassword, port: server.port }, options)
    .send(exampleMessage(), { key: 'k', signal: never })
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'DESTINATION_REFUSED', permanent: true });
  expect(String(error)).toMatch(/did not take the user name and password/);
  expect(String(error)).not.toContain(password);
});

test('the ids of a story’s mails make one thread, and the key is the id', async () => {
  const server = await capture();
  const email = openEmail('duty', { ...config, port: server.port }, options);
  await email.send(exampleMessage({ thread: 'a' }), { key: 'a', signal: never });
  await email.send(exampleMessage({ thread: 'a', kind: 'again', number: 2 }), { key: 'b', signal: never });
  expect(server.mails.map(({ mail }) => [mail.messageId, mail.inReplyTo, mail.references])).toEqual([
    ['<a@example.com>', undefined, undefined],
    ['<b@example.com>', '<a@example.com>', '<a@example.com>'],
  ]);
});

test('hostile text adds no head and no recipient', async () => {
  const server = await capture();
  await openEmail('duty', { ...config, port: server.port }, options).send(hostileMessage(), {
    key: 'k',
    signal: never,
  });
  const [{ mail, recipients, source }] = server.mails;
  expect(recipients).toEqual(['duty@example.com']);
  expect(mail.bcc).toBeUndefined();
  expect(source).not.toMatch(/^bcc:/im);
  expect(mail.subject?.length).toBeLessThan(1000);
});

test('taken for some recipients: tried again where that can help, else given up', async () => {
  const to = ['duty@example.com', 'second@example.com'];
  for (const [code, permanent] of [
    [451, false],
    [550, true],
  ] as const) {
    const server = await capture({ refuse: (one) => (one === to[1] ? { code, text: 'no' } : undefined) });
    const sent = openEmail('duty', { ...config, to, port: server.port }, options).send(exampleMessage(), {
      key: 'k',
      signal: never,
    });
    await expect(sent).rejects.toMatchObject({ permanent });
    expect(server.mails.map(({ recipients }) => recipients)).toEqual([[to[0]]]);
  }
});

test('the answer goes out as text and HTML; one that cannot be put into a mail, as plain text', async () => {
  const server = await capture();
  const email = openEmail('duty', { ...config, port: server.port }, options);
  await email.send(exampleMessage({ answer: sampleAnswer }), { key: 'a', signal: never });
  await email.send(exampleMessage({ answer: { alert: {} } as unknown as Answer }), { key: 'b', signal: never });
  const [rich, plain] = server.mails.map(({ mail }) => mail);
  expect(rich.subject).toMatch(/^\[Kushi\]\[Critical\] /);
  expect([rich.text, rich.html]).toEqual([expect.stringContaining('A-1042'), expect.stringContaining('A-1042')]);
  expect([plain.text, plain.html]).toEqual([expect.stringContaining('A-1042'), false]);
});
