import { KushiError } from '../core/error/error.ts';
import { type AnyRoute, type Role, roles } from './contract/route.ts';

/** Who asks, as sign-in, a token or the machine itself proves it. */
export interface Caller {
  /** Id of the user; null for the machine itself. */
  readonly user: string | null;
  readonly name: string;
  readonly role: Role;
  readonly how: 'session' | 'token' | 'local';
  /** Tags of the routes it may call; all when null. */
  readonly scopes: readonly string[] | null;
  /** Signed in with a password that someone else gave; nothing is allowed but to choose another. */
  readonly mustChange?: boolean;
}

/** Throws NOT_SIGNED_IN, FORBIDDEN or PASSWORD_CHANGE_NEEDED when a route is not for this caller. */
export function authorize(
  { role, tag, personal = false }: Pick<AnyRoute, 'role' | 'tag' | 'personal'>,
  caller: Caller | null,
): void {
  if (role === 'public') return;
  if (caller === null)
    throw new KushiError('NOT_SIGNED_IN', 'Sign in, or send a token: Authorization: Bearer <token>.');
  if (roles.indexOf(caller.role) < roles.indexOf(role))
    throw new KushiError('FORBIDDEN', `This is for the role ${role}; yours is ${caller.role}.`);
  if (caller.scopes !== null && !caller.scopes.includes(tag))
    throw new KushiError('FORBIDDEN', `The token is not for ${tag}.`);
  if (personal && caller.how !== 'session')
    throw new KushiError('FORBIDDEN', 'This is for people who are signed in. A token cannot do it.');
  if (caller.mustChange === true && tag !== 'session')
    throw new KushiError('PASSWORD_CHANGE_NEEDED', 'Choose a password of your own first: POST /api/session/password.');
}

/** The role that may do less. */
export function lesserRole<R extends Role>(a: R, b: R): R {
  return roles.indexOf(a) < roles.indexOf(b) ? a : b;
}
