import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openState } from './open-state.ts';

const row = (key: string) => ({ key, value: '1' });

test('a patient writer waits for another without holding up its thread', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kushi-state-'));
  const first = await openState(folder, { write: true, patient: true });
  const second = await openState(folder, { write: true, held: true });
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  let waiting: Promise<unknown> = Promise.resolve();
  let done = false;
  await second.db.transaction().execute(async (trx) => {
    await trx.insertInto('meta').values(row('second')).execute();
    waiting = first.db
      .transaction()
      .execute((mine) => mine.insertInto('meta').values(row('first')).execute())
      .then(() => {
        done = true;
      });
    while (ticks < 20) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(done).toBe(false);
  });
  await waiting;
  clearInterval(timer);
  const keys = await first.db.selectFrom('meta').select('key').orderBy('key').execute();
  expect(keys.map(({ key }) => key)).toEqual(['first', 'second']);
  await second.close();
  await first.close();
  rmSync(folder, { recursive: true });
});
