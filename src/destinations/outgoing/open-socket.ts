import dns from 'node:dns/promises';
import net, { type Socket } from 'node:net';
import { SendError } from '../send-error.ts';
import { type AllowList, addressRefusal } from './allow-list.ts';
import { unreachable } from './unreachable.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Every address of a host name. Tests give their own. */
export type Lookup = (host: string) => Promise<readonly ResolvedAddress[]>;

export const systemLookup: Lookup = (host) => dns.lookup(host, { all: true, verbatim: true });

export interface SocketOptions {
  readonly host: string;
  readonly port: number;
  readonly allowed: AllowList;
  readonly lookup: Lookup;
  readonly signal: AbortSignal;
}

/**
 * A TCP connection to one of the host's addresses that may be connected to. The name is resolved once, and what was
 * checked is what is connected to, so a name that changes between look and use gains nothing. Fails with a SendError.
 */
export async function openSocket(options: SocketOptions): Promise<Socket> {
  const { host, port, allowed, signal } = options;
  const addresses = await allowedAddresses(options);
  signal.throwIfAborted();
  const socket = net.connect({
    // Of an address Node asks no lookup; of a name it asks this one, and tries what it gives in turn.
    host: addresses.length === 1 ? addresses[0].address : host,
    port,
    autoSelectFamily: addresses.length > 1,
    lookup: (_host, _options, done) => done(null, [...addresses]),
  });
  try {
    await connected(socket, signal);
    const remote = socket.remoteAddress ?? '';
    const refusal = addressRefusal(host, remote, allowed);
    if (refusal !== null) throw forbidden(host, remote, refusal);
    return socket;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw error instanceof SendError ? error : unreachable(host, error);
  }
}

async function allowedAddresses({ host, allowed, lookup }: SocketOptions): Promise<readonly ResolvedAddress[]> {
  const family = net.isIP(host);
  const found = family > 0 ? [{ address: host, family }] : await resolve(host, lookup);
  const refusals = found.map(({ address }) => addressRefusal(host, address, allowed));
  const open = found.filter((_, index) => refusals[index] === null);
  if (open.length > 0) return open;
  if (found.length === 0) throw unreachable(host, { code: 'ENOTFOUND' });
  throw forbidden(host, found[0].address, refusals[0] ?? '');
}

async function resolve(host: string, lookup: Lookup): Promise<readonly ResolvedAddress[]> {
  try {
    return await lookup(host);
  } catch (error) {
    throw unreachable(host, error);
  }
}

function connected(socket: Socket, signal: AbortSignal): Promise<void> {
  return new Promise((done, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const settle = (end: () => void) => () => {
      signal.removeEventListener('abort', stop);
      end();
    };
    socket.once('connect', settle(done));
    socket.once('error', (error) => settle(() => reject(error))());
  });
}

function forbidden(host: string, address: string, kind: string): SendError {
  const where = host === address ? host : `${host} (${address})`;
  return new SendError(
    'DESTINATION_FORBIDDEN',
    `${where} is not a public address (${kind}). If it is yours, name it in the destination's allow_private.`,
  );
}
