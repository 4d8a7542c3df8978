import { expect, test } from 'vitest';
import { createHasher } from './hasher.ts';

const hasher = createHasher();

test('a hash is Argon2id with the parameters of OWASP, and salted', async () => {
  const [one, other] = await Promise.all([hasher.hash('correct horse'), hasher.hash('correct horse')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(other).not.toBe(one);
});

test('a password is the one that was hashed, however its characters were typed', async () => {
  const stored = await hasher.hash('パスワード 12345');
  expect(await hasher.verify(stored, 'ﾊﾟｽﾜｰﾄﾞ １２３４５', false)).toBe(true);
  expect(await hasher.verify(stored, 'パスワード 12346', false)).toBe(false);
});

test('nobody has no password, and hashing is done all the same', async () => {
  const started = process.cpuUsage();
  expect(await hasher.verify(undefined, 'xxxxxxxxxxxx', false)).toBe(false);
  // Argon2 takes tens of milliseconds of a processor; looking a name up takes none.
  expect(process.cpuUsage(started).user).toBeGreaterThan(5_000);
});

test('few are hashed at once, few wait, and those known come first', async () => {
  const order: string[] = [];
  const verify = async (name: string, known: boolean) => {
    await hasher.verify(undefined, 'x', known);
    order.push(name);
  };
  const strangers = Array.from({ length: 52 }, async (_, index) => verify(`stranger ${index}`, false));
  await expect(verify('one too many', false)).rejects.toMatchObject({ code: 'OVERLOADED' });
  const friend = verify('friend', true);
  await Promise.all([friend, ...strangers]);
  expect(order).toHaveLength(53);
  expect(order.indexOf('friend')).toBeLessThan(5);
});
