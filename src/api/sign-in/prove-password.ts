import type { FastifyReply, FastifyRequest } from 'fastify';
import { KushiError } from '../../core/error/error.ts';
import { userNameKey } from '../../state/user-name-form.ts';
import { type UserWithPassword, userByName } from '../../state/users.ts';
import { note } from '../plugins/audit-trail.ts';
import { knownBrowser } from './known-browser.ts';
import type { SignIn } from './sign-in.ts';
import type { Site } from './site.ts';

interface Attempt {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface AttemptAtSite extends Attempt {
  readonly site: Site;
}

/**
 * The user whose name and password these are. Takes as long, and says the same, when there is no such user. Throws
 * SIGN_IN_FAILED, TOO_MANY_ATTEMPTS and OVERLOADED.
 */
export async function provePassword(
  signIn: SignIn,
  attempt: AttemptAtSite,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<UserWithPassword> {
  const { backOff, hasher, service } = signIn;
  const user = await userByName(service.db, name);
  const browser = knownBrowser(attempt.request, attempt.site, user);
  const tried = { name: userNameKey(name), from: browser ?? attempt.request.ip };
  const isKnown = browser !== undefined || backOff.isKnown(tried.from);
  // A name nobody has is not noted: people type passwords into the wrong field.
  note(attempt.request, user === undefined ? { detail: { unknownName: true } } : { target: user.id });
  countAttempt(signIn, attempt, tried);
  const isSame = await hasher.verify(user?.password, password, isKnown).catch((error: unknown) => {
    backOff.notMade(tried.name, tried.from);
    throw error;
  });
  if (user === undefined || !isSame || user.disabled) throw signInFailed();
  backOff.succeeded(tried.name, tried.from);
  return user;
}

export function signInFailed(): KushiError {
  return new KushiError(
    'SIGN_IN_FAILED',
    'The name or the password is wrong. Who forgot theirs gets another from an administrator.',
  );
}

/** Throws TOO_MANY_ATTEMPTS, with Retry-After, when it is too early for another attempt. */
export function countAttempt(
  { backOff, service }: SignIn,
  { request, reply }: Attempt,
  tried: { readonly name: string; readonly from: string },
): void {
  const wait = backOff.attempt(tried.name, tried.from, service.clock());
  if (wait === 0) return;
  void reply.header('retry-after', String(wait));
  note(request, { detail: { waits: wait } });
  throw new KushiError('TOO_MANY_ATTEMPTS', `Too many failed attempts from here. Try again in ${wait} s.`);
}
