import type { FastifyReply, FastifyRequest } from 'fastify';
import { durationNs } from '../../config/duration.ts';
import type { Config } from '../../config/schema.ts';
import { nsPerSecond } from '../../core/time/rfc3339.ts';
import {
  addSession,
  endSessions,
  type FoundSession,
  rotateSession,
  type Session,
  sessionByHash,
  sessionCameBack,
  touchSession,
} from '../../state/sessions.ts';
import type { UserWithPassword } from '../../state/users.ts';
import { newSecret, secretHash } from './secrets.ts';
import type { SignIn } from './sign-in.ts';
import type { Site } from './site.ts';

/** A cookie's value is replaced after so long; the one before is good for requests that are on their way. */
const rotateAfter = 15n * 60n * nsPerSecond;
const grace = 60n * nsPerSecond;
/** When a session was last seen is written at most so often. */
const seenEvery = 60n * nsPerSecond;

const longestAgent = 200;

/** The prefix makes browsers hold to Secure and Path, and keeps other hosts from setting it. */
function cookieName({ https }: Site): string {
  return https ? '__Host-kushi' : 'kushi';
}

/** The value of the session's cookie; undefined when there is none that could be one. */
export function cookieValue(request: FastifyRequest, site: Site): string | undefined {
  const value = request.cookies[cookieName(site)];
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}

/** Whether a request carries a cookie of ours under either name, whatever is in it. */
export function hasCookie({ cookies }: FastifyRequest): boolean {
  return cookies.kushi !== undefined || cookies['__Host-kushi'] !== undefined;
}

/** Signs a user in: a new session, and the end of the one that the browser had. False when they may not any more. */
export async function startSession(
  signIn: SignIn,
  { request, reply, site }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly site: Site },
  user: UserWithPassword,
): Promise<string | null> {
  const { db, clock } = signIn.service;
  if (request.session !== null) await endSessions(db, request.session.user, request.session.id);
  const value = newSecret();
  const from = { address: request.ip, agent: (request.headers['user-agent'] ?? '').slice(0, longestAgent) };
  const { id, password } = user;
  const session = await addSession(db, { hash: secretHash(value), user: id, password, ...from, now: clock() });
  if (session !== null) setCookie(reply, site, value, durationNs(signIn.service.config.sign_in.absolute));
  return session;
}

/** The session of a request's cookie, when it is not over. Rotates the cookie when it is time. */
export async function readSession(
  signIn: SignIn,
  { request, reply, site }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly site: Site },
): Promise<FoundSession | null> {
  const { db, clock, config } = signIn.service;
  const value = cookieValue(request, site);
  if (value === undefined) return null;
  const now = clock();
  const found = await sessionByHash(db, secretHash(value));
  if (found === undefined || isOver(found, config, now) || isReplaced(found, now)) return null;
  await inPassing(request, async () => {
    if (now - found.seen > seenEvery) await touchSession(db, found.id, { address: request.ip, now });
    if (!found.isPrevious && !found.cameBack) await sessionCameBack(db, found.id, now);
    if (!isTimeToRotate(found, now)) return;
    const next = newSecret();
    const rotation = { id: found.id, from: found.hash, to: secretHash(next), keep: secretHash(value), now };
    if (await rotateSession(db, rotation)) setCookie(reply, site, next, expiresAt(found, config).absolute - now);
  });
  return found;
}

/** Nobody is signed out because a disk is full. */
export async function inPassing(request: FastifyRequest, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    request.log.warn({ err: error }, 'the use of a session or token was not noted');
  }
}

/** When a session is over: when nothing is asked in it, and in any case. */
export function expiresAt(session: Session, { sign_in }: Config): { readonly idle: bigint; readonly absolute: bigint } {
  return {
    idle: session.seen + durationNs(sign_in.idle),
    absolute: session.created + durationNs(sign_in.absolute),
  };
}

export function isOver(session: Session, config: Config, now: bigint): boolean {
  const { idle, absolute } = expiresAt(session, config);
  return now >= idle || now >= absolute;
}

/** The value before the last rotation is good until a minute after the newest came back: an answer may have been lost. */
function isReplaced({ isPrevious, cameBack, rotated }: FoundSession, now: bigint): boolean {
  return isPrevious && cameBack && now - rotated > grace;
}

function isTimeToRotate({ isPrevious, cameBack, rotated }: FoundSession, now: bigint): boolean {
  if (isPrevious) return !cameBack && now - rotated > grace;
  return cameBack && now - rotated > rotateAfter;
}

function setCookie(reply: FastifyReply, site: Site, value: string, lives: bigint): void {
  void reply.setCookie(cookieName(site), value, {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: site.https,
    maxAge: Number(lives / nsPerSecond),
  });
}

export function clearCookie(reply: FastifyReply, site: Site): void {
  void reply.clearCookie(cookieName(site), { httpOnly: true, sameSite: 'strict', path: '/', secure: site.https });
}
