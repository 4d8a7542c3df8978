import { KushiError } from '../core/error/error.ts';

/** Letters of any script, digits, and what stands between them; nothing that hides, reorders or steers. */
const allowed = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@+ -]{0,63}$/u;

/** A user name as it is shown, and the key by which names are the same. Throws USER_NAME_INVALID. */
export function userNameForm(name: string): { readonly name: string; readonly name_key: string } {
  const shown = name.normalize('NFKC').trim();
  if (!allowed.test(shown))
    throw new KushiError(
      'USER_NAME_INVALID',
      'A user name has 1 to 64 letters and digits, with . _ @ + - and blanks between them.',
    );
  return { name: shown, name_key: userNameKey(name) };
}

/** The one form in which names are compared: NFKC, so that full-width letters are letters, and lower case. */
export function userNameKey(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
