import type { StateDb } from '../../state/open-state.ts';
import { hasAdmin } from '../../state/users.ts';
import { isSameSecret, newPassword, secretHash } from './secrets.ts';

/** The first run: until there is an administrator, only who sees the terminal can make one, and only from this machine. */
export interface Setup {
  readonly isDone: () => boolean;
  /** Resolves when there is an administrator; the server may listen on other addresses than loopback from then on. */
  readonly whenDone: Promise<void>;
  /** The line for the terminal, with the one-time password: null when there is nothing to set up, or it was given. */
  readonly announce: (url: string) => string | null;
  /** Whether this is the one-time password, which is over once it was used. */
  readonly opens: (password: string) => boolean;
  readonly finish: () => void;
}

/** Makes a one-time password when nobody can administrate yet. It lives as long as this process and is kept as a hash. */
export async function firstRunSetup(db: StateDb): Promise<Setup> {
  let password: string | null = (await hasAdmin(db)) ? null : newPassword();
  let hash = password === null ? null : secretHash(bare(password));
  let resolve = () => {};
  const whenDone = new Promise<void>((done) => {
    resolve = done;
  });
  const finish = () => {
    hash = null;
    password = null;
    resolve();
  };
  if (hash === null) finish();
  return {
    isDone: () => hash === null,
    whenDone,
    announce: (url) => {
      if (password === null) return null;
      const line = `Set up: ${new URL('/setup', url).href}  one-time password: ${password}`;
      password = null;
      return line;
    },
    opens: (given) => hash !== null && isSameSecret(secretHash(bare(given)), hash),
    finish,
  };
}

/** However it is typed: blanks, dashes and capitals do not count. */
function bare(password: string): string {
  return password.toLowerCase().replace(/[^a-z0-9]/g, '');
}
