import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMatches } from './add-matches.ts';
import type { Match } from './alerts.ts';
import { changeAlerts } from './change-alerts.ts';
import { hour, sampleMatch, start } from './testing/sample-match.ts';
import { stateForEach } from './testing/state-for-each.ts';

const state = stateForEach();
const now = start + 1000n * hour;

/** Matches of two rules, some of the same event, which name one or two of a few keys. */
const matches: fc.Arbitrary<Match[]> = fc
  .uniqueArray(
    fc.record({
      rule: fc.constantFrom('rule-1', 'rule-2'),
      offset: fc.nat(12),
      keys: fc.subarray(['key-a', 'key-b', 'key-c']),
    }),
    { minLength: 1, maxLength: 20, selector: ({ rule, offset }) => `${rule} ${offset}` },
  )
  .chain((all) =>
    fc
      .array(fc.nat(100), { minLength: 13, maxLength: 13 })
      .map((hours) =>
        all.map(({ rule, offset, keys }) =>
          sampleMatch(hours[offset], offset, { rule: { id: rule, title: '', level: 'low', path: '' }, evidence: keys }),
        ),
      ),
  );

/** What the matches of each alert name, and with which alerts it shares an event. */
async function byDefinition(): Promise<Set<string>> {
  const rows = await state().db.selectFrom('matches').selectAll().execute();
  const found = new Set<string>();
  for (const { alert, evidence, object, offset } of rows) {
    for (const value of JSON.parse(evidence ?? '[]')) found.add(`${alert} ${value}`);
    for (const other of rows)
      if (other.object === object && other.offset === offset && other.alert !== alert)
        found.add(`${alert} event of ${[alert, other.alert].sort().join(' ')}`);
  }
  return found;
}

/** What is kept, without pairs of which only one alert is left: such a pair links nobody. */
async function kept(): Promise<Set<string>> {
  const rows = await state().db.selectFrom('alert_evidence').selectAll().where('own', '=', 1).execute();
  const holders = (value: string) => rows.filter((row) => row.value === value).length;
  const told = rows.filter(({ value }) => !value.startsWith('event of') || holders(value) === 2);
  return new Set(told.map(({ alert, value }) => `${alert} ${value}`));
}

test('the evidence of alerts is that of their matches, in any order, with closes and reopens between', async () => {
  const steps = fc.array(fc.constantFrom('close', 'reopen', 'none', 'none', 'none'), { minLength: 20, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(matches, steps, async (all, between) => {
      const { db } = state();
      for (const table of ['matches', 'alerts', 'alert_evidence', 'alert_activity'] as const)
        await db.deleteFrom(table).execute();
      for (let at = 0; at < all.length; at += 3) {
        await addMatches(db, all.slice(at, at + 3), { now });
        const [alert] = await db.selectFrom('alerts').select('id').where('count', '>', 0).orderBy('first').execute();
        const filter = { ids: [alert.id] };
        const actor = { by: 'mori', now };
        if (between[at] === 'close')
          await changeAlerts(db, { filter, change: { status: 'closed', verdict: 'test', reason: 'x' } }, actor);
        if (between[at] === 'reopen') await changeAlerts(db, { filter, change: { status: 'open' } }, actor);
        expect(await kept()).toEqual(await byDefinition());
      }
    }),
    { numRuns: Number(process.env.KUSHI_SEQUENCES ?? '40'), seed: Number(process.env.FUZZ_SEED ?? '7') },
  );
});
