import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { KushiError } from '../../core/error/error.ts';
import { formatTime, nsPerDay } from '../../core/time/rfc3339.ts';
import type { StateDb } from '../../state/open-state.ts';
import { addToken, listTokens, type OwnedToken, revokeToken, tokenOf } from '../../state/tokens.ts';
import type { UserRole } from '../../state/users.ts';
import { type Caller, lesserRole } from '../caller.ts';
import { tokenRoutes } from '../contract/tokens.ts';
import { implement } from '../implement.ts';
import { note } from '../plugins/audit-trail.ts';
import { secretHash } from '../sign-in/secrets.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { newToken } from '../sign-in/token-text.ts';

export function serveTokens(app: FastifyInstance, { service: { db, clock } }: SignIn): void {
  implement(app, tokenRoutes.tokens, async ({ caller }) => {
    const { user, role } = owner(caller);
    return { tokens: (await listTokens(db, role === 'admin' ? undefined : user)).map(toBody) };
  });
  implement(app, tokenRoutes.addToken, async ({ body, caller, request }) => {
    const { user, role: own } = owner(caller);
    const { name, role = own, scopes = null, days } = body;
    note(request, { detail: { name, role, scopes: scopes?.join(' ') ?? null, days } });
    if (lesserRole(role, own) !== role)
      throw new KushiError('FORBIDDEN', `A token cannot be for the role ${role}; yours is ${own}.`);
    checkScopes(scopes, app.routeTags);
    await checkRoom(db, user, clock());
    const token = newToken();
    const times = { created: clock(), expires: clock() + BigInt(days) * nsPerDay };
    const id = await addToken(db, { name, user, role, scopes, hash: secretHash(token), ...times });
    note(request, { target: id });
    return { token, made: toBody(await existing(db, id)) };
  });
  implement(app, tokenRoutes.revokeToken, async ({ params, caller }) => {
    const { user, role } = owner(caller);
    const token = await existing(db, params.id);
    if (token.user !== user && role !== 'admin') throw noSuchToken();
    await revokeToken(db, params.id, clock());
    return { token: toBody(await existing(db, params.id)) };
  });
}

/** The user in whose name somebody asks. The machine itself has no tokens. */
function owner(caller: Caller | null): { readonly user: string; readonly role: UserRole } {
  if (caller === null || caller.user === null || caller.role === 'public')
    throw new KushiError('FORBIDDEN', 'Tokens are of users.');
  return { user: caller.user, role: caller.role };
}

function checkScopes(scopes: readonly string[] | null, tags: ReadonlySet<string>): void {
  const unknown = scopes?.find((scope) => !tags.has(scope));
  if (unknown === undefined) return;
  throw new KushiError('REQUEST_INVALID', `${unknown} is no scope. There are ${[...tags].sort().join(', ')}.`);
}

/** Most tokens that somebody has at once. */
const mostTokens = 100;

async function checkRoom(db: StateDb, user: string, now: bigint): Promise<void> {
  const good = (await listTokens(db, user)).filter(({ revoked, expires }) => revoked === null && expires > now);
  if (good.length >= mostTokens)
    throw new KushiError('REQUEST_INVALID', `You have ${mostTokens} tokens. End those that nobody uses.`);
}

async function existing(db: StateDb, id: string): Promise<OwnedToken> {
  const token = await tokenOf(db, id);
  if (token === undefined) throw noSuchToken();
  return token;
}

function noSuchToken(): KushiError {
  return new KushiError('NOT_FOUND', 'You have no such token.');
}

type TokenBody = z.input<(typeof tokenRoutes.tokens)['response']>['tokens'][number];

function toBody({ id, name, user, role, scopes, created, expires, used, revoked, owner }: OwnedToken): TokenBody {
  return {
    id,
    name,
    owner: { id: user, name: owner.name },
    role,
    scopes: scopes === null ? null : [...scopes],
    created: formatTime(created),
    expires: formatTime(expires),
    used: used === null ? null : formatTime(used),
    revoked: revoked === null ? null : formatTime(revoked),
  };
}
