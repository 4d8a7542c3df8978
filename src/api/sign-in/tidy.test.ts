import { expect, test } from 'vitest';
import { nsPerDay } from '../../core/time/rfc3339.ts';
import { addAuditNote } from '../../state/audit.ts';
import { stateForEach } from '../../state/testing/state-for-each.ts';
import { addToken } from '../../state/tokens.ts';
import { addTestUser, startTestServer } from '../testing/test-server.ts';

const state = stateForEach();
const now = 1_795_000_000_000_000_000n;

async function fill(): Promise<void> {
  const { db } = state();
  const { id: user } = await addTestUser(db, 'mori', 'viewer');
  for (const days of [1n, 9n, 399n, 401n]) {
    const at = now - days * nsPerDay;
    const note = { who: null, how: 'none', address: null, target: null, outcome: 'done', detail: {} } as const;
    await addAuditNote(db, { at, action: `${days} days ago`, ...note });
    const token = { name: `over for ${days} days`, user, role: 'viewer', scopes: null, created: at } as const;
    await addToken(db, { ...token, expires: at, hash: `${days}` });
    const [created, seen] = [String(at), String(at + nsPerDay)];
    const session = { hash: `${days}`, previous: null, user, created, rotated: created, came_back: 1, seen };
    await db
      .insertInto('sessions')
      .values({ id: `${days} days old`, address: '', agent: '', ...session })
      .execute();
  }
}

async function left() {
  const { db } = state();
  return {
    audit: (await db.selectFrom('audit').select('action').orderBy('seq').execute()).map(({ action }) => action),
    tokens: (await db.selectFrom('tokens').select('name').orderBy('name').execute()).map(({ name }) => name),
    sessions: (await db.selectFrom('sessions').select('id').execute()).map(({ id }) => id),
  };
}

test('a server that starts forgets what is over', async () => {
  await fill();
  await startTestServer({ db: state().db });
  expect(await left()).toEqual({
    audit: ['1 days ago', '9 days ago', '399 days ago'],
    tokens: ['over for 1 days', 'over for 9 days'],
    sessions: ['1 days old'],
  });
});

test('and keeps what it is told to keep', async () => {
  await fill();
  await startTestServer({ db: state().db, config: 'sign_in: { audit: 8d, absolute: 30d, idle: 30d }' });
  expect(await left()).toMatchObject({ audit: ['1 days ago'], sessions: ['1 days old', '9 days old'] });
});
