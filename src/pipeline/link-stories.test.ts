import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMatches } from '../state/add-matches.ts';
import { listAlerts, type Match } from '../state/alerts.ts';
import { noteLinked, unlinkedAlerts } from '../state/stories.ts';
import { stateForEach } from '../state/testing/state-for-each.ts';
import type { EventStore } from '../timeline/event-store.ts';
import { at, call, otherAccount, type Sample, sessionArn, storeOf } from '../timeline/testing/sample-store.ts';
import { eventEvidence } from './event-evidence.ts';
import { explainedAlerts } from './explained-alerts.ts';
import { linkStories, storyLinker } from './link-stories.ts';

const state = stateForEach();

/** A match of the sample at this place of the list, of a rule; alerts are by rule, and by the key or else the address. */
function matchOf(samples: readonly Sample[], offset: number, rule: string): Match {
  const { fields, at: time } = samples[offset];
  const text = (field: string) => (fields[field] === undefined ? undefined : String(fields[field]));
  const kind = fields['aws.access_key_id'] === undefined ? 'source.ip' : 'aws.access_key_id';
  return {
    rule: { id: rule, title: rule, level: 'high', path: `rules/${rule}.yml` },
    object: 'object',
    offset,
    dataset: 'aws.cloudtrail',
    time: at(time),
    event: `event-${offset}`,
    entity: { kind, value: text(kind) ?? '' },
    evidence: eventEvidence(text),
  };
}

const later = { now: at('2026-12-24T00:00:00Z') };

/** Alerts of these matches, one a rule, linked; the stories as sets of rules, each in order, without those alone. */
async function storiesOf(store: EventStore, matches: readonly Match[]): Promise<string[][]> {
  const { alerts } = await addMatches(state().db, matches, later);
  await linkStories(store, state().db, alerts);
  return stories();
}

async function stories(): Promise<string[][]> {
  const byStory = new Map<string, string[]>();
  for (const { story, rule } of await listAlerts(state().db))
    if (story !== null) byStory.set(story, [...(byStory.get(story) ?? []), rule.id]);
  return [...byStory.values()].map((rules) => rules.sort()).sort();
}

const web = { key: 'ASIAWEB0000000000001', arn: sessionArn('web', 'i-0123456789abcdef0') };
const deploy = { key: 'ASIADEPLOY0000000002', arn: sessionArn('deploy', 'm') };
const far = { key: 'ASIAFAR0000000000003', arn: sessionArn('far', 'm', otherAccount) };
const user = { key: 'AKIAUSER000000000004', arn: `arn:aws:iam::${otherAccount}:user/backup` };
const stranger = { key: 'AKIASTRANGER00000005', arn: 'arn:aws:iam::111122223333:user/stranger' };
const gives = (key: string) => ({ 'aws.issued_access_key_id': key });
const makes = (name: string, outcome = 'success') => ({ 'user.target.name': name, 'event.outcome': outcome });

const cases: [string, boolean, readonly Sample[], readonly number[]][] = [
  ['the same session', true, [call('10:00', 'A', { arn: web.arn }), call('11:00', 'B', { arn: web.arn })], [0, 1]],
  [
    'two sessions of a role',
    true,
    [call('10:00', 'A', web), call('11:00', 'B', { arn: sessionArn('web', 'i-0fedcba9876543210') })],
    [0, 1],
  ],
  [
    'the same key, which a finding names',
    true,
    [call('10:00', 'A', web), { ...call('11:00', 'F', { key: web.key }), dataset: 'aws.guardduty' }],
    [0, 1],
  ],
  [
    'a key that the other’s actor handed out in a call that no rule matched',
    true,
    [call('10:00', 'A', web), call('10:30', 'AssumeRole', web, gives(deploy.key)), call('11:00', 'B', deploy)],
    [0, 2],
  ],
  [
    'a chain of two such keys',
    true,
    [
      call('10:00', 'A', web),
      call('10:30', 'AssumeRole', web, gives(deploy.key)),
      call('10:40', 'AssumeRole', deploy, gives(far.key)),
      call('11:00', 'B', { key: far.key }),
    ],
    [0, 3],
  ],
  [
    'a user that the other’s actor made',
    true,
    [call('10:00', 'A', far), call('10:30', 'CreateUser', far, makes('backup')), call('11:00', 'B', user)],
    [0, 2],
  ],
  [
    'a user with a path, whose key the other’s actor made',
    true,
    [
      call('10:00', 'A', far),
      call('10:30', 'CreateAccessKey', far, { ...makes('backup'), ...gives(user.key) }),
      call('11:00', 'B', { ...user, arn: `arn:aws:iam::${otherAccount}:user/staff/backup` }),
    ],
    [0, 2],
  ],
  [
    'both records of one event',
    true,
    [
      call('10:00', 'AssumeRole', { ip: '192.0.2.1' }, { 'aws.shared_event_id': 'e-1' }),
      call('10:00', 'AssumeRole', { ip: '192.0.2.2' }, { 'aws.shared_event_id': 'e-1' }),
    ],
    [0, 1],
  ],
  [
    'the address alone',
    false,
    [call('10:00', 'A', web), call('10:01', 'B', stranger), call('10:02', 'C', {}), call('10:03', 'C', {})],
    [0, 1, 2, 3],
  ],
  [
    'the agent and the account alone',
    false,
    [
      call('10:00', 'A', web, { 'user_agent.original': 'aws-cli/2.15.0' }),
      call('10:00', 'B', { ...stranger, ip: '192.0.2.9' }, { 'user_agent.original': 'aws-cli/2.15.0' }),
    ],
    [0, 1],
  ],
  [
    'one who gave keys to both',
    false,
    [
      call('09:00', 'AssumeRole', stranger, gives(deploy.key)),
      call('09:00', 'AssumeRole', stranger, gives(web.key)),
      call('10:00', 'A', web),
      call('11:00', 'B', deploy),
    ],
    [2, 3],
  ],
  [
    'a user that was not made',
    false,
    [call('10:00', 'A', far), call('10:30', 'CreateUser', far, makes('backup', 'failure')), call('11:00', 'B', user)],
    [0, 2],
  ],
  [
    'a user of that name in another account',
    false,
    [call('10:00', 'A', web), call('10:30', 'CreateUser', web, makes('backup')), call('11:00', 'B', user)],
    [0, 2],
  ],
  [
    'a user made more than a week before',
    false,
    [
      call('2026-11-14T10:00:00Z', 'CreateUser', far, makes('backup')),
      call('10:00', 'A', far),
      call('11:00', 'B', user),
    ],
    [1, 2],
  ],
  [
    'a key that was handed out after it was used',
    false,
    [call('10:00', 'A', web), call('10:30', 'AssumeRole', web, gives(deploy.key)), call('10:10', 'B', deploy)],
    [0, 2],
  ],
  [
    'the same key more than 24 hours apart',
    false,
    [call('2026-11-22T10:00:00Z', 'A', web), call('10:01', 'B', web)],
    [0, 1],
  ],
];

describe('alerts are linked by exact evidence', () => {
  test.each(cases)('%s: %s', async (_, linked, samples, matched) => {
    const matches = matched.map((offset) => matchOf(samples, offset, `rule-${offset}`));
    const rules = matches.map(({ rule }) => rule.id);
    const store = await storeOf(samples);
    expect(await storiesOf(store, matches)).toEqual(linked ? [rules] : []);
  });

  test.each(cases)('%s, when the alerts come in the other order', async (_, linked, samples, matched) => {
    const store = await storeOf(samples);
    for (const offset of matched.toReversed()) await storiesOf(store, [matchOf(samples, offset, `rule-${offset}`)]);
    expect(await stories()).toEqual(linked ? [matched.map((offset) => `rule-${offset}`)] : []);
  });

  test('the same event that two rules matched', async () => {
    const samples = [call('10:00', 'A', {}), call('10:01', 'A', {})];
    const store = await storeOf(samples);
    const matches = [matchOf(samples, 0, 'one'), matchOf(samples, 0, 'two'), matchOf(samples, 1, 'three')];
    expect(await storiesOf(store, matches)).toEqual([['one', 'two']]);
  });

  test.each<[string, Sample, readonly string[]]>([
    ['a key', call('10:30', 'AssumeRole', web, gives(user.key)), ['b']],
    ['a user', call('10:30', 'CreateUser', web, { ...makes('backup'), 'cloud.account.id': otherAccount }), ['b']],
    ['another’s key', call('10:30', 'AssumeRole', web, gives(far.key)), []],
  ])('when the call that gave %s is loaded after the alerts', async (_, giving, expected) => {
    const samples = [call('10:00', 'A', web), call('11:00', 'B', user), giving];
    const matches = [matchOf(samples, 0, 'a'), matchOf(samples, 1, 'b')];
    expect(await storiesOf(await storeOf(samples.slice(0, 2)), matches)).toEqual([]);
    const { engine, snapshot } = await storeOf([giving]);
    const segments = snapshot.segments.map((segment) => ({ ...segment, objects: [] }));
    const { db } = state();
    const late = (now: string) => explainedAlerts(engine, db, { segments, now: at(now) });
    const told = await late('12:00');
    const rules = (await listAlerts(db)).filter(({ id }) => told.includes(id)).map(({ rule }) => rule.id);
    expect(rules).toEqual(expected);
    expect(await late('2026-11-27T12:00:00Z'), 'history is not looked into').toEqual([]);
    await linkStories(await storeOf(samples), db, told);
    expect(await stories()).toEqual(expected.length > 0 ? [['a', 'b']] : []);
  });
});

test('how far back a giver is looked for does not depend on what else is linked at once', async () => {
  const samples = [
    call('2026-11-10T10:00:00Z', 'A', stranger),
    call('2026-11-14T10:00:00Z', 'CreateUser', far, makes('backup')),
    call('10:00', 'A', far),
    call('11:00', 'B', user),
  ];
  const matches = [0, 2, 3].map((offset) => matchOf(samples, offset, `rule-${offset}`));
  expect(await storiesOf(await storeOf(samples), matches)).toEqual([]);
});

test('a story bears the id of its first alert, and of two that become one the older stays', async () => {
  const samples = [
    call('10:00', 'A', web),
    call('10:10', 'B', web),
    call('10:20', 'C', deploy),
    call('10:30', 'D', deploy),
    call('10:15', 'AssumeRole', web, gives(deploy.key)),
  ];
  const matches = [2, 3, 0, 1].map((offset) => matchOf(samples, offset, `rule-${offset}`));
  const early = await storeOf(samples.slice(0, 4));
  for (const match of matches) await storiesOf(early, [match]);
  expect(await stories()).toEqual([
    ['rule-0', 'rule-1'],
    ['rule-2', 'rule-3'],
  ]);
  const alerts = await listAlerts(state().db);
  const store = await storeOf(samples);
  const web1 = alerts.find(({ rule }) => rule.id === 'rule-0')!;
  expect(await linkStories(store, state().db, [web1.id]), 'what it gave is found when the other is linked').toEqual([]);
  const changed = await linkStories(
    store,
    state().db,
    alerts.map(({ id }) => id),
  );
  expect(changed).toHaveLength(2);
  const eldest = alerts.find(({ number }) => number === 'A-1')!;
  for (const { story } of await listAlerts(state().db)) expect(story).toBe(eldest.id);
  expect(
    await linkStories(
      store,
      state().db,
      alerts.map(({ id }) => id),
    ),
  ).toEqual([]);
});

/** People whose keys were given by others at random, and the calls they made. */
const worlds = fc
  .record({
    givers: fc.array(fc.record({ who: fc.nat(11), hour: fc.nat(60) }), { minLength: 12, maxLength: 12 }),
    calls: fc.array(fc.record({ who: fc.nat(11), hour: fc.nat(60) }), { minLength: 2, maxLength: 14, size: 'max' }),
  })
  .map(({ givers, calls }) => {
    const key = (who: number) => `ASIAPERSON${String(who).padStart(10, '0')}`;
    const time = (hours: number) =>
      `2026-11-${20 + Math.floor(hours / 24)}T${String(hours % 24).padStart(2, '0')}:00:00Z`;
    const handed = givers.map(({ who: giver, hour }, who) =>
      call(time(hour), 'AssumeRole', { key: key(giver) }, gives(key(who))),
    );
    return { handed, made: calls.map(({ who, hour }) => call(time(hour), 'A', { key: key(who) })) };
  });

test('stories do not depend on the order in which alerts are linked, nor on how many at once', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, fc.infiniteStream(fc.nat()), async ({ handed, made }, random) => {
      const samples = [...made, ...handed];
      const store = await storeOf(samples);
      const { db } = state();
      for (const table of ['matches', 'alerts', 'alert_evidence'] as const) await db.deleteFrom(table).execute();
      await addMatches(
        db,
        made.map((_, offset) => matchOf(samples, offset, `rule-${offset}`)),
        later,
      );
      const told = async () =>
        new Map((await listAlerts(db)).map(({ rule, story }): [string, string | null] => [rule.id, story]));
      const ids = (await listAlerts(db)).map(({ id }) => id);
      await linkStories(store, db, ids);
      const expected = await told();
      await db.updateTable('alerts').set({ story: null }).execute();
      await db.deleteFrom('alert_evidence').where('own', '=', 0).execute();
      const shuffled = ids.map((id) => ({ id, at: random.next().value })).sort((a, b) => a.at - b.at);
      for (let from = 0; from < shuffled.length; from += 3)
        await linkStories(
          store,
          db,
          shuffled.slice(from, from + 3).map(({ id }) => id),
        );
      expect(await told()).toEqual(expected);
    }),
    { numRuns: Number(process.env.KUSHI_SEQUENCES ?? '40'), seed: Number(process.env.FUZZ_SEED ?? '7') },
  );
});

test('an alert is linked by a few searches, however many are open', async () => {
  const keys = Array.from({ length: 500 }, (_, index) => `ASIACROWD${String(index).padStart(11, '0')}`);
  const samples = [
    ...keys.map((key) => call('10:00', 'A', { key })),
    call('10:30', 'AssumeRole', { key: keys[77] }, gives(deploy.key)),
    call('11:00', 'B', deploy),
  ];
  const store = await storeOf(samples);
  const crowd = keys.map((_, offset) => matchOf(samples, offset, 'crowd'));
  expect(await storiesOf(store, crowd)).toEqual([]);
  let asked = 0;
  const { engine } = store;
  const counting = {
    ...engine,
    search: (...args: Parameters<typeof engine.search>) => {
      asked++;
      return engine.search(...args);
    },
    sightings: (...args: Parameters<typeof engine.sightings>) => {
      asked++;
      return engine.sightings(...args);
    },
  };
  const { alerts } = await addMatches(state().db, [matchOf(samples, 501, 'new')], later);
  expect(await linkStories({ ...store, engine: counting }, state().db, alerts)).toHaveLength(2);
  expect(asked).toBeLessThanOrEqual(4);
});

test('alerts that people are told of are linked at once, the others at the end; one that fails is tried again', async () => {
  const linked: string[][] = [];
  let works = true;
  const link = async (alerts: readonly string[]) => {
    if (!works) throw new Error('a segment cannot be read');
    linked.push([...alerts]);
  };
  const linker = storyLinker(link, ['y']);
  await linker.committed({ changed: ['a', 'b'], noticed: ['b'] });
  works = false;
  await linker.committed({ changed: ['c'], noticed: ['c'] });
  works = true;
  await linker.committed({ changed: [], noticed: [] }, async () => ['z']);
  await linker.committed({ changed: ['d'], noticed: ['d'] }, () =>
    Promise.reject(new Error('a sidecar cannot be read')),
  );
  expect(await linker.end()).toBe(true);
  expect(linked).toEqual([['b'], ['y', 'a', 'c', 'z', 'd']]);
  expect(await storyLinker(link).end()).toBe(false);
});

test('alerts that a load which was cut off did not come to link are known to the next', async () => {
  const { db } = state();
  const samples = [call('10:00', 'A', web), call('11:00', 'B', web), call('12:00', 'C', far)];
  await addMatches(db, [matchOf(samples, 0, 'a')], later);
  await noteLinked(db);
  expect(await unlinkedAlerts(db)).toEqual([]);
  const { alerts: second } = await addMatches(db, [matchOf(samples, 1, 'b')], { now: later.now + 1n });
  const { alerts: third } = await addMatches(db, [matchOf(samples, 2, 'c')], { now: later.now + 2n });
  expect(new Set(await unlinkedAlerts(db))).toEqual(new Set([...second, ...third]));
});
