import type { Behaviour, DestinationFixture, FixtureSettings, Received } from '../contract.ts';
import type { Destination, OpenOptions } from '../destination.ts';
import { type Captured, type Reply, startCaptureServer, takeIt } from './capture-server.ts';

export const openOptions: OpenOptions = { env: {}, clock: () => 1_795_486_500_000_000_000n, version: '0.0.0' };

interface HttpFixtureOptions {
  readonly secrets: readonly string[];
  /** Opens a destination at the URL. */
  readonly open: (
    url: string,
    settings: Required<Pick<FixtureSettings, 'language' | 'allowPrivate'>>,
    options: OpenOptions,
  ) => Destination;
}

const secretPath = '/services/T00000000/B00000000/verysecrettoken';

/** A capture server as a destination that is reached over HTTP. */
export async function httpFixture({ secrets, open }: HttpFixtureOptions): Promise<DestinationFixture> {
  const server = await startCaptureServer();
  const taken: Captured[] = [];
  const allSecrets = ['verysecrettoken', ...secrets];
  const replies: Readonly<Record<Behaviour, Reply>> = {
    take: (response, request) => {
      taken.push(request);
      takeIt(response, request);
    },
    busy: (response) => response.writeHead(429, { 'retry-after': '7' }).end('rate_limited'),
    fail: (response) => response.writeHead(503).end('no'),
    refuse: (response) => response.writeHead(404).end('no_service'),
    hang: () => {},
    endless: (response) => {
      response.writeHead(500);
      const more = () => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    },
    echo: (response, { path }) => response.writeHead(500).end(`\u001b[2J\u202e${path} ${allSecrets.join(' ')}`),
    'break-off': (response) => response.destroy(),
    redirect: (response) => response.writeHead(307, { location: 'http://127.0.0.2/' }).end(),
  };
  server.reply(replies.take);
  return {
    open: ({ language = 'en', allowPrivate = ['127.0.0.1'], timeoutMs } = {}) =>
      open(
        `${server.url}${secretPath}`,
        { language, allowPrivate },
        { ...openOptions, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
      ),
    behave: async (how) => server.reply(replies[how]),
    received: () =>
      taken.map(({ headers, body }): Received => ({ key: String(headers['kushi-delivery']), text: body })),
    secrets: allSecrets,
    stop: server.stop,
  };
}
