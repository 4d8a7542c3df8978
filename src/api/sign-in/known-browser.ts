import { createHmac } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UserWithPassword } from '../../state/users.ts';
import { isSameSecret, newSecret } from './secrets.ts';
import type { Site } from './site.ts';

type Known = Pick<UserWithPassword, 'id' | 'password'>;

const days = 400;

/**
 * A browser in which a user has signed in before has failures of its own, so that nobody who shares its address can make
 * it wait: https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies. The key of its mark is
 * the hash of the user's password: another password makes all marks void.
 */
export function markBrowser(reply: FastifyReply, site: Site, user: Known): void {
  const id = newSecret();
  void reply.setCookie(cookieName(site), `${id}.${sign(id, user)}`, {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: site.https,
    maxAge: days * 86_400,
  });
}

/** What a browser is called among those that fail; undefined when this user never signed in there. */
export function knownBrowser({ cookies }: FastifyRequest, site: Site, user: Known | undefined): string | undefined {
  const [id, mark] = cookies[cookieName(site)]?.split('.') ?? [];
  if (user === undefined || id === undefined || mark === undefined) return undefined;
  return isSameSecret(mark, sign(id, user)) ? `browser ${id}` : undefined;
}

function cookieName({ https }: Site): string {
  return https ? '__Host-kushi-browser' : 'kushi-browser';
}

function sign(browser: string, { id, password }: Known): string {
  return createHmac('sha256', password).update(`${id} ${browser}`).digest('base64url');
}
