import { KushiError } from '../../core/error/error.ts';
import { userNameKey } from '../../state/user-name-form.ts';

const shortest = 12;

/** Names of a letter or two stand in any password. */
const shortestName = 3;

/**
 * Throws PASSWORD_TOO_WEAK unless a password has 12 characters, the user name in it not counted. Nothing is asked of
 * what the characters are: NIST SP 800-63B, 3.1.1.2 (https://pages.nist.gov/800-63-4/sp800-63b.html).
 */
export function checkPassword(password: string, userName: string): void {
  const name = userNameKey(userName);
  const text = userNameKey(password);
  const counted = [...name].length < shortestName ? text : text.replaceAll(name, '');
  if ([...counted].length >= shortest) return;
  const tooMuchName = counted.length < text.length ? ', not counting the user name' : '';
  throw new KushiError('PASSWORD_TOO_WEAK', `A password has ${shortest} characters or more${tooMuchName}.`);
}
