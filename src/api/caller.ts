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
}

/** Throws NOT_SIGNED_IN or FORBIDDEN when a route is not for this caller. */
export function authorize({ role, tag }: Pick<AnyRoute, 'role' | 'tag'>, caller: Caller | null): void {
  if (role === 'public') return;
  if (caller === null)
    throw new KushiError('NOT_SIGNED_IN', 'Sign in, or send a token: Authorization: Bearer <token>.');
  if (roles.indexOf(caller.role) < roles.indexOf(role))
    throw new KushiError('FORBIDDEN', `This is for the role ${role}; yours is ${caller.role}.`);
  if (caller.scopes !== null && !caller.scopes.includes(tag))
    throw new KushiError('FORBIDDEN', `The token is not for ${tag}.`);
}
