import type { FastifyReply, FastifyRequest } from 'fastify';
import { KushiError } from '../../core/error/error.ts';
import { nsPerSecond } from '../../core/time/rfc3339.ts';
import { type FoundSession, type Session, sessionOf } from '../../state/sessions.ts';
import { type OwnedToken, tokenByHash, tokenOf, tokenUsed } from '../../state/tokens.ts';
import { type Caller, lesserRole } from '../caller.ts';
import { hasCookie, inPassing, isOver, readSession } from './cookie-sessions.ts';
import { isSameSecret, secretHash } from './secrets.ts';
import type { SignIn } from './sign-in.ts';
import { isLoopbackAddress } from './site.ts';
import { isToken } from './token-text.ts';

/** Who makes a request, and how to ask later whether they still may. */
export interface Identity {
  readonly caller: Caller;
  readonly session: Session | null;
  readonly isStill: () => Promise<boolean>;
}

/** When a token was last used is written at most so often. */
const usedEvery = 60n * nsPerSecond;

/**
 * Who makes a request. The Authorization header counts when there is one, right or wrong, and the cookie otherwise.
 * Throws HOST_NOT_ALLOWED when a cookie came by a name that is not ours.
 */
export async function identify(signIn: SignIn, request: FastifyRequest, reply: FastifyReply): Promise<Identity | null> {
  const { authorization } = request.headers;
  if (authorization !== undefined) return ofHeader(signIn, request, authorization);
  if (!hasCookie(request)) return null;
  const site = signIn.siteOf(request.headers.host);
  if (site === null) throw hostNotAllowed(request);
  const found = await readSession(signIn, { request, reply, site });
  return found === null ? null : ofSession(signIn, found);
}

export function hostNotAllowed({ headers }: FastifyRequest): KushiError {
  return new KushiError(
    'HOST_NOT_ALLOWED',
    `The server does not know itself as ${String(headers.host).slice(0, 100)}. If it should, set base_url in kushi.yml.`,
  );
}

async function ofHeader(signIn: SignIn, request: FastifyRequest, header: string): Promise<Identity | null> {
  const secret = /^bearer +(\S+) *$/i.exec(header)?.[1];
  if (secret === undefined) return null;
  if (isToken(secret)) return ofToken(signIn, request, secret);
  const { localToken } = signIn;
  const isLocal = localToken !== null && isSameSecret(secret, localToken);
  return isLocal && isFromHere(request) ? thisMachine : null;
}

/** A connection of the machine with itself, also when it listens on one of its other addresses. */
function isFromHere({ socket: { remoteAddress, localAddress } }: FastifyRequest): boolean {
  return isLoopbackAddress(remoteAddress) || (remoteAddress !== undefined && remoteAddress === localAddress);
}

const thisMachine: Identity = {
  caller: { user: null, name: 'this machine', role: 'admin', how: 'local', scopes: ['loads', 'system'] },
  session: null,
  isStill: async () => true,
};

async function ofToken(signIn: SignIn, request: FastifyRequest, secret: string): Promise<Identity | null> {
  const { db, clock } = signIn.service;
  const token = await tokenByHash(db, secretHash(secret));
  const now = clock();
  if (token === undefined || !isGood(token, now)) return null;
  if (token.used === null || now - token.used > usedEvery)
    await inPassing(request, async () => tokenUsed(db, token.id, now));
  return {
    caller: {
      user: token.user,
      name: token.owner.name,
      role: lesserRole(token.role, token.owner.role),
      how: 'token',
      scopes: token.scopes,
    },
    session: null,
    isStill: async () => {
      const still = await tokenOf(db, token.id);
      return still !== undefined && isGood(still, clock()) && still.owner.role === token.owner.role;
    },
  };
}

/** Neither revoked nor expired, and its owner may still come in. */
function isGood({ revoked, expires, owner }: OwnedToken, now: bigint): boolean {
  return revoked === null && now < expires && !owner.disabled;
}

function ofSession({ service: { db, config, clock } }: SignIn, found: FoundSession): Identity {
  const { user, name, role, mustChange } = found;
  return {
    caller: { user, name, role, how: 'session', scopes: null, mustChange },
    session: found,
    isStill: async () => {
      const still = await sessionOf(db, found.id);
      return still !== undefined && !isOver(still, config, clock());
    },
  };
}
