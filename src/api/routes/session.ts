import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { KushiError } from '../../core/error/error.ts';
import { formatTime } from '../../core/time/rfc3339.ts';
import { endSessions, type Session, sessionOf, sessionsOf } from '../../state/sessions.ts';
import { addFirstAdmin, setPassword, type UserWithPassword, userOf } from '../../state/users.ts';
import { sessionRoutes } from '../contract/session.ts';
import { implement } from '../implement.ts';
import { note } from '../plugins/audit-trail.ts';
import { checkPassword } from '../sign-in/check-password.ts';
import { clearCookie, expiresAt, isOver, startSession } from '../sign-in/cookie-sessions.ts';
import { hostNotAllowed } from '../sign-in/identify.ts';
import { markBrowser } from '../sign-in/known-browser.ts';
import { countAttempt, provePassword, signInFailed } from '../sign-in/prove-password.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { isLoopbackAddress, isLoopbackHost, type Site } from '../sign-in/site.ts';

export function serveSession(app: FastifyInstance, signIn: SignIn): void {
  const { db } = signIn.service;
  implement(app, sessionRoutes.session, async ({ request }) => answer(signIn, request));
  implement(app, sessionRoutes.setUp, async ({ body, ...asked }) => setUp(signIn, asked, body));
  implement(app, sessionRoutes.signIn, async ({ body, ...asked }) => {
    const site = siteOf(signIn, asked.request);
    const user = await provePassword(signIn, { ...asked, site }, body);
    return enter(signIn, { ...asked, site }, user);
  });
  implement(app, sessionRoutes.signOut, async ({ request, reply }) => {
    const { session, site } = current(signIn, request);
    clearCookie(reply, site);
    return { ended: await endSessions(db, session.user, session.id) };
  });
  implement(app, sessionRoutes.changePassword, async ({ body, ...asked }) => changePassword(signIn, asked, body));
  serveSessions(app, signIn);
}

/** Sessions of the one who asks, wherever they are. */
function serveSessions(app: FastifyInstance, signIn: SignIn): void {
  const { db, config, clock } = signIn.service;
  implement(app, sessionRoutes.sessions, async ({ request }) => {
    const { session } = current(signIn, request);
    const all = (await sessionsOf(db, session.user)).filter((one) => !isOver(one, config, clock()));
    return {
      sessions: all.map(({ id, created, seen, address, agent }) => ({
        id,
        current: id === session.id,
        created: formatTime(created),
        seen: formatTime(seen),
        address,
        agent,
      })),
    };
  });
  implement(app, sessionRoutes.endSession, async ({ request, params }) => {
    const ended = await endSessions(db, current(signIn, request).session.user, params.id);
    if (ended === 0) throw new KushiError('NOT_FOUND', 'You have no such session. It may have ended.');
    return { ended };
  });
  implement(app, sessionRoutes.signOutEverywhere, async ({ request, reply }) => {
    const { session, site } = current(signIn, request);
    clearCookie(reply, site);
    return { ended: await endSessions(db, session.user) };
  });
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type Answer = z.input<(typeof sessionRoutes.session)['response']>;

async function setUp(
  signIn: SignIn,
  asked: Asked,
  { password, name, newPassword }: z.output<(typeof sessionRoutes.setUp)['body']>,
): Promise<Answer> {
  const { setup, hasher, service } = signIn;
  const { request } = asked;
  const isHere = isLoopbackAddress(request.socket.remoteAddress) && isLoopbackHost(request.headers.host);
  if (!isHere) throw new KushiError('FORBIDDEN', 'Kushi is set up from the machine it runs on: http://127.0.0.1.');
  if (setup.isDone()) throw new KushiError('SET_UP_ALREADY', 'Kushi is set up. Sign in.');
  countAttempt(signIn, asked, { name: '', from: request.ip });
  if (!setup.opens(password)) throw signInFailed();
  signIn.backOff.succeeded('', request.ip);
  checkPassword(newPassword, name);
  const hash = await hasher.hash(newPassword);
  const user = await addFirstAdmin(service.db, { name, password: hash, now: service.clock() });
  setup.finish();
  return enter(signIn, { ...asked, site: siteOf(signIn, request) }, { ...user, password: hash });
}

async function changePassword(
  signIn: SignIn,
  asked: Asked,
  { password, newPassword }: z.output<(typeof sessionRoutes.changePassword)['body']>,
): Promise<Answer> {
  const { db } = signIn.service;
  const { session, site } = current(signIn, asked.request);
  const { name } = await userOf(db, session.user);
  const user = await provePassword(signIn, { ...asked, site }, { name, password });
  checkPassword(newPassword, name);
  if (newPassword === password) throw new KushiError('PASSWORD_TOO_WEAK', 'This is the password you have.');
  const hash = await signIn.hasher.hash(newPassword);
  await setPassword(db, user.id, { password: hash, mustChange: false });
  return enter(signIn, { ...asked, site }, { ...user, password: hash, mustChange: false });
}

/** Opens a session for somebody who has proved who they are, and answers as for one who is signed in. */
async function enter(
  signIn: SignIn,
  { request, reply, site }: Asked & { readonly site: Site },
  user: UserWithPassword,
): Promise<Answer> {
  const id = await startSession(signIn, { request, reply, site }, user);
  const session = id === null ? undefined : await sessionOf(signIn.service.db, id);
  if (session === undefined) throw signInFailed();
  markBrowser(reply, site, user);
  const { name, role, mustChange } = user;
  request.caller = { user: user.id, name, role, how: 'session', scopes: null, mustChange };
  request.session = session;
  note(request, { target: user.id });
  return answer(signIn, request);
}

function answer({ setup, service: { config } }: SignIn, { caller, session }: FastifyRequest): Answer {
  const setUpYet = setup.isDone();
  if (caller === null) return { user: null, how: null, expires: null, setUp: setUpYet };
  const { user, name, role, how, mustChange = false } = caller;
  return {
    user: { id: user, name, role: role as Exclude<typeof role, 'public'>, mustChange },
    how,
    expires: session === null ? null : formatTime(soonest(expiresAt(session, config))),
    setUp: setUpYet,
  };
}

function soonest({ idle, absolute }: ReturnType<typeof expiresAt>): bigint {
  return idle < absolute ? idle : absolute;
}

/** The session that a personal route is called in. */
function current(signIn: SignIn, request: FastifyRequest): { readonly session: Session; readonly site: Site } {
  if (request.session === null) throw new KushiError('NOT_SIGNED_IN', 'Sign in.');
  return { session: request.session, site: siteOf(signIn, request) };
}

function siteOf(signIn: SignIn, request: FastifyRequest): Site {
  const site = signIn.siteOf(request.headers.host);
  if (site === null) throw hostNotAllowed(request);
  return site;
}
