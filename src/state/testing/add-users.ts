import type { StateDb } from '../open-state.ts';

/** Users who may sign in, whose ids are their names in small letters. */
export async function addUsers(db: StateDb, names: readonly string[]): Promise<void> {
  for (const name of names)
    await db
      .insertInto('users')
      .values({
        id: name.toLowerCase(),
        name,
        name_key: name.toLowerCase(),
        role: 'analyst',
        password: '',
        must_change: 0,
        created: '0',
        disabled: null,
        last_visit: null,
      })
      .execute();
}
