import type { FastifyReply, FastifyRequest } from 'fastify';
import { KushiError } from '../../core/error/error.ts';
import { userNameKey } from '../../state/user-name-form.ts';
import { type UserWithPassword, userByName } from '../../state/users.ts';
import { note } from '../plugins/audit-trail.ts';
import type { SignIn } from './sign-in.ts';

interface Attempt {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * The user whose name and password these are. Takes as long, and says the same, when there is no such user. Throws
 * SIGN_IN_FAILED, TOO_MANY_ATTEMPTS and OVERLOADED.
 */
export async function provePassword(
  signIn: SignIn,
  attempt: Attempt,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<UserWithPassword> {
  const { backOff, hasher, service } = signIn;
  const { ip } = attempt.request;
  const key = userNameKey(name);
  countAttempt(signIn, attempt, key);
  const user = await userByName(service.db, name);
  // A name nobody has is not noted: people type passwords into the wrong field.
  note(attempt.request, user === undefined ? { detail: { unknownName: true } } : { target: user.id });
  const isSame = await hasher.verify(user?.password, password, backOff.isKnown(ip)).catch((error: unknown) => {
    backOff.notMade(key, ip);
    throw error;
  });
  if (user === undefined || !isSame || user.disabled) throw signInFailed();
  backOff.succeeded(key, ip);
  return user;
}

export function signInFailed(): KushiError {
  return new KushiError(
    'SIGN_IN_FAILED',
    'The name or the password is wrong. Who forgot theirs gets another from an administrator.',
  );
}

/** Throws TOO_MANY_ATTEMPTS, with Retry-After, when it is too early for another attempt. */
export function countAttempt({ backOff, service }: SignIn, { request, reply }: Attempt, key: string): void {
  const wait = backOff.attempt(key, request.ip, service.clock());
  if (wait === 0) return;
  void reply.header('retry-after', String(wait));
  note(request, { detail: { waits: wait } });
  throw new KushiError('TOO_MANY_ATTEMPTS', `Too many failed attempts from here. Try again in ${wait} s.`);
}
