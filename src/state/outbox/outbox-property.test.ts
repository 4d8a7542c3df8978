import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateForEach } from '../testing/state-for-each.ts';
import { countAttempt, dueDelivery, markFailed, markSent, reviveDelivery } from './deliveries.ts';
import { listDeliveries } from './list-deliveries.ts';
import { pendingNotices, routeNotices } from './route-notices.ts';
import { putAlert, putNotice } from './testing/put-alert.ts';

const state = stateForEach();
const minute = 60_000_000_000n;
const gap = 15n * minute;
const levels = ['medium', 'medium', 'critical'] as const;
const runs = Number(process.env.FUZZ_SECONDS ?? '0') > 0 ? 500 : 40;

/** What may happen to an outbox. `crash`: Kushi ends between the sending and its mark. */
const step = fc.oneof(
  fc.record({ do: fc.constant('notice' as const), alert: fc.nat(2), matches: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ do: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ do: fc.constantFrom('send' as const, 'fail' as const, 'give up' as const, 'crash' as const) }),
  fc.record({ do: fc.constant('revive' as const) }),
);

test('whatever happens: nothing noticed is lost or counted twice, and no message comes too soon', async () => {
  const { db } = state();
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const destination = `d${++number}`;
      const story = `alert-${number * 10}`;
      for (const [index, level] of levels.entries()) await putAlert(db, { number: number * 10 + index, level, story });
      let now = 1_795_486_445_000_000_000n;
      let noticed = 0;
      const sent: { at: bigint; severity: number }[] = [];
      for (const one of steps) {
        if (one.do === 'pass') now += BigInt(one.minutes) * minute;
        else if (one.do === 'notice') {
          noticed += one.matches;
          await putNotice(db, `alert-${number * 10 + one.alert}`, one.matches, now);
          const routes = [{ destination, accepts: () => true }];
          await routeNotices(db, await pendingNotices(db, 9), { routes, now, gap, oldest: gap });
        } else if (one.do === 'revive') {
          const dead = (await listDeliveries(db, { destination, status: 'dead', most: 1 }))[0];
          if (dead !== undefined) await reviveDelivery(db, dead.key, now);
        } else {
          const due = await dueDelivery(db, destination, now);
          if (due === undefined) continue;
          await countAttempt(db, due.key);
          if (one.do === 'crash') continue;
          if (one.do === 'fail') await markFailed(db, due.key, { error: 'no', next: now + minute });
          else if (one.do === 'give up') await markFailed(db, due.key, { error: 'no', next: null });
          else {
            await markSent(db, due, { receipt: 'ok', now, gap });
            // Sent again by hand is sent at once, whatever came between.
            if (due.status === 'pending' && due.attempts === 0) checkTime(sent, now, due.severity);
            sent.push({ at: now, severity: due.severity });
          }
        }
      }
      const rows = await listDeliveries(db, { destination, most: 1000 });
      const numbers = rows.map((row) => row.number).sort((a, b) => a - b);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      const told = await db
        .selectFrom('delivery_alerts')
        .select(({ fn }) => fn.sum<number | null>('matches').as('matches'))
        .where('delivery', 'in', ['', ...rows.map(({ key }) => key)])
        .executeTakeFirstOrThrow();
      expect(told.matches ?? 0).toBe(noticed);
    }),
    { numRuns: runs, ...(process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) }) },
  );
});

function checkTime(before: readonly { at: bigint; severity: number }[], now: bigint, severity: number): void {
  if (before.every((one) => one.severity < severity)) return;
  expect(now - before[before.length - 1].at).toBeGreaterThanOrEqual(gap);
}
