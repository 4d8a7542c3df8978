import { hash as argon2, verify as argon2Verify, type Options } from '@node-rs/argon2';
import { KushiError } from '../../core/error/error.ts';

/**
 * Argon2id with 19 MiB, two passes and one lane:
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
 */
const argon2id = 2;
const parameters: Options = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The password of a user that is not there: comparing with it takes as long as with any. */
const nobodys = '$argon2id$v=19$m=19456,t=2,p=1$61VUVKyesZWPFFSzBFOoEQ$NILNu2cNkGX2l/Ldu7jsh4I4I33m0BFwabBz/r576Sk';

/** Most hashes at once, which bounds memory, and most that wait in each row. */
const mostAtOnce = 2;
const mostWaiting = 50;

export interface Hasher {
  /** Throws OVERLOADED when too many wait. */
  readonly hash: (password: string) => Promise<string>;
  /**
   * Whether a password is the stored one; never when there is none, and no sooner. Those `known` go before all others.
   * Throws OVERLOADED when too many wait.
   */
  readonly verify: (stored: string | undefined, password: string, known: boolean) => Promise<boolean>;
}

/** Hashes passwords in threads of libuv, a few at once. */
export function createHasher(): Hasher {
  const inTurn = createTurns();
  return {
    hash: async (password) => inTurn(true, async () => argon2(normal(password), parameters)),
    verify: async (stored, password, known) => {
      const isSame = await inTurn(known, async () => argon2Verify(stored ?? nobodys, normal(password)));
      return stored !== undefined && isSame;
    },
  };
}

/** One password typed in two ways, such as with full-width digits, is one: NIST SP 800-63B, 3.1.1.2. */
function normal(password: string): string {
  return password.normalize('NFKC');
}

function createTurns(): <T>(first: boolean, work: () => Promise<T>) => Promise<T> {
  const rows: Record<'first' | 'second', (() => void)[]> = { first: [], second: [] };
  let running = 0;
  return async (first, work) => {
    if (running >= mostAtOnce) {
      const row = first ? rows.first : rows.second;
      if (row.length >= mostWaiting)
        throw new KushiError('OVERLOADED', 'Too many people sign in at once. Try again in a moment.');
      await new Promise<void>((resolve) => {
        row.push(resolve);
      });
    } else running++;
    try {
      return await work();
    } finally {
      const next = rows.first.shift() ?? rows.second.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
