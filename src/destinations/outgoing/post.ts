import type { Socket } from 'node:net';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import { SendError } from '../send-error.ts';
import { parseAllowList } from './allow-list.ts';
import { inTime } from './in-time.ts';
import { type Lookup, openSocket, systemLookup } from './open-socket.ts';
import { retryAfterMs } from './retry-after.ts';
import { trusting } from './trusting.ts';
import { tooLate, unreachable } from './unreachable.ts';

export interface PosterOptions {
  /** Addresses, ranges and host names that are not public and may be posted to. */
  readonly allowPrivate: readonly string[];
  readonly allowHttp: boolean;
  /** Milliseconds for everything: name, connection, redirects, answer. */
  readonly timeoutMs?: number;
  readonly lookup?: Lookup;
  /** Certificates that are trusted besides the usual ones, PEM. */
  readonly trust?: readonly string[];
}

export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface PostAnswer {
  readonly status: number;
  /** What the receiver asks for, milliseconds. */
  readonly retryAfterMs: number | null;
  /** The beginning of what was answered; empty after a success. */
  readonly text: string;
}

export type Poster = (post: Post) => Promise<PostAnswer>;

const defaultTimeoutMs = 30_000;
const mostRedirects = 3;
const mostAnswerBytes = 16_384;

/**
 * Posts to addresses that are checked, and nowhere else: each connection and each redirect anew. Redirects are followed
 * where they keep a POST a POST (307, 308), three at most. Fails with a SendError; any status is an answer.
 */
export function createPoster(options: PosterOptions): Poster {
  const { allowHttp, timeoutMs } = options;
  const connect = checkedConnector(options);
  return (post) => {
    const { signal, url } = post;
    return inTime({ signal, ms: timeoutMs ?? defaultTimeoutMs, late: () => tooLate(url.host) }, async (signal) => {
      // One connection a message: one that was kept may be dead by the next.
      const agent = new Agent({ connect: connect(signal), pipelining: 0, maxHeaderSize: mostAnswerBytes });
      try {
        return await follow({ ...post, signal }, { agent, allowHttp });
      } catch (error) {
        throw error instanceof SendError ? error : unreachable(url.host, error);
      } finally {
        await agent.destroy();
      }
    });
  };
}

type Connector = (signal: AbortSignal) => buildConnector.connector;

function checkedConnector({ allowPrivate, lookup = systemLookup, trust = [] }: PosterOptions): Connector {
  const allowed = parseAllowList(allowPrivate);
  return (signal) => {
    const secure = buildConnector(trusting(trust));
    return (options, callback) => {
      const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
      const upgrade = (socket: Socket) => {
        if (options.protocol !== 'https:') return callback(null, socket);
        secure({ ...options, httpSocket: socket }, callback);
      };
      openSocket({ host: bareHost(options.hostname), port, allowed, lookup, signal }).then(upgrade, (error: Error) =>
        callback(error, null),
      );
    };
  };
}

/** URLs have IPv6 addresses in brackets. */
function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

async function follow(post: Post, { agent, allowHttp }: { agent: Agent; allowHttp: boolean }): Promise<PostAnswer> {
  let { url } = post;
  const mayBeHttp = allowHttp && url.protocol === 'http:';
  for (let redirects = 0; ; redirects++) {
    requireAllowedUrl(url, redirects === 0 ? allowHttp : mayBeHttp);
    const { headers, body, signal } = post;
    const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher: agent });
    const location = answer.headers.location;
    const isRedirect = answer.statusCode === 307 || answer.statusCode === 308;
    if (!isRedirect || typeof location !== 'string') return readAnswer(answer);
    drop(answer);
    if (redirects === mostRedirects) throw new SendError('DESTINATION_REFUSED', tooMany(url), { permanent: true });
    url = redirected(location, url);
  }
}

function tooMany({ host }: URL): string {
  return `${host} redirects more than ${mostRedirects} times. Give the address that the redirects end at.`;
}

function redirected(location: string, base: URL): URL {
  try {
    return new URL(location, base);
  } catch {
    const message = `${base.host} redirects to something that is no URL.`;
    throw new SendError('DESTINATION_REFUSED', message, { permanent: true });
  }
}

/** Fails with a SendError when nothing may be sent to the URL, whatever its host resolves to. */
export function requireAllowedUrl(url: URL, allowHttp: boolean): void {
  const isHttp = url.protocol === 'http:';
  if (url.protocol !== 'https:' && !(isHttp && allowHttp)) {
    const hint = isHttp ? ' Use https, or set allow_http for this destination.' : ' Use https.';
    throw new SendError('DESTINATION_FORBIDDEN', `${url.protocol}// is not sent to.${hint}`, { permanent: true });
  }
  if (url.username !== '' || url.password !== '') {
    const message = 'A URL with a user name or password in it is not sent to.';
    throw new SendError('DESTINATION_FORBIDDEN', message, { permanent: true });
  }
}

/** A success is one as soon as it is told; what follows is not waited for. */
async function readAnswer(answer: Dispatcher.ResponseData): Promise<PostAnswer> {
  const { statusCode, headers, body } = answer;
  const retryAfter = retryAfterMs(headers['retry-after'], Date.now());
  const isSuccess = statusCode >= 200 && statusCode < 300;
  const text = isSuccess ? '' : await beginningOf(body);
  drop(answer);
  return { status: statusCode, retryAfterMs: retryAfter, text };
}

/** The rest is not read; that it was cut off is no error. */
function drop({ body }: Dispatcher.ResponseData): void {
  body.on('error', () => {}).destroy();
}

/** The status says what happened; of a text that breaks off or does not end, what came is enough. */
async function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of body) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes >= mostAnswerBytes) break;
    }
  } catch {}
  return Buffer.concat(pieces).subarray(0, mostAnswerBytes).toString('utf8');
}
