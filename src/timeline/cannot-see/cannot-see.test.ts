import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rejectDataset } from '../../core/batch/reject-batch.ts';
import { nsPerDay, nsPerSecond } from '../../core/time/rfc3339.ts';
import { message } from '../../core/words/say.ts';
import { offer, settle } from '../../state/ledger.ts';
import { openState, type State } from '../../state/open-state.ts';
import { account, at, call, otherAccount, rowsOfSamples, type Sample, storeOf } from '../testing/sample-store.ts';
import { touchedBy } from '../touched.ts';
import { beyondLogs } from './beyond-logs.ts';
import { cannotSee } from './cannot-see.ts';
import { dataEventsOff } from './data-events.ts';
import { loggingStopped } from './logging-stopped.ts';
import { silentSources } from './silent-sources.ts';
import { notKept, rejectsSince, unreadObjects } from './unread-objects.ts';

const range = { from: at('00:00'), to: at('20:00') };
const ghost = { arn: `arn:aws:iam::${account}:user/ghost` };
const noChain = { stations: [], ownKeys: [], cut: 0 };

describe('logs that were stopped', () => {
  test('with the events before and after, and until when', async () => {
    const store = await storeOf([
      call('06:00', 'ListUsers', ghost),
      call('09:00', 'ListUsers', ghost),
      call('10:00', 'StopLogging', ghost),
      call('14:00', 'StartLogging', ghost),
    ]);
    expect(await loggingStopped(store, [account], range)).toEqual([
      {
        kind: 'logging-stopped',
        message: message('gap.logging-stopped-until', {
          dataset: 'aws.cloudtrail',
          account,
          who: 'ghost',
          action: 'StopLogging',
          since: at('10:00'),
          until: at('14:00'),
          before: 2,
          after: 0,
        }),
        dataset: 'aws.cloudtrail',
        account,
        since: at('10:00'),
        until: at('14:00'),
        evidence: { action: 'StopLogging', eventsBefore: 2, eventsAfter: 0 },
        proof: expect.objectContaining({ offset: 2, action: 'StopLogging' }),
      },
    ]);
  });

  test.each<[string, string, Sample, string[]]>([
    ['narrowed', 'logging-changed', call('10:00', 'PutEventSelectors', ghost), ['aws.cloudtrail']],
    ['of flows', 'logging-stopped', call('10:00', 'DeleteFlowLogs', ghost), ['aws.vpcflow']],
    ['of sensors', 'logging-stopped', call('10:00', 'DeleteDetector', ghost), ['aws.guardduty']],
    ['refused', '', call('10:00', 'StopLogging', ghost, { 'event.outcome': 'failure' }), []],
    ['out of the range', '', call('21:00', 'StopLogging', ghost), []],
    [
      'of an account that is no matter',
      '',
      call('10:00', 'StopLogging', { arn: `arn:aws:iam::${otherAccount}:user/x` }),
      [],
    ],
  ])('%s', async (_, kind, sample, datasets) => {
    const gaps = await loggingStopped(await storeOf([sample]), [account], range);
    expect(gaps.map(({ dataset }) => dataset)).toEqual(datasets);
    for (const gap of gaps) expect(gap).toMatchObject({ kind, until: null });
  });
});

describe('sources against their own week before', () => {
  /** Twelve events a day, every two hours, in the week before, and then the hours given. */
  const habit = (hours: readonly number[], days = [17, 18, 19, 20, 21, 22, 23]): Sample[] => [
    ...days.flatMap((day) =>
      [...Array(12).keys()].map((n) => eventAt(at(`2026-11-${day}T00:00:00Z`) + BigInt(n * 7200) * nsPerSecond)),
    ),
    ...hours.map((hour) => eventAt(range.from + BigInt(hour * 3600) * nsPerSecond)),
  ];
  const eventAt = (time: bigint): Sample => ({
    at: new Date(Number(time / 1_000_000n)).toISOString(),
    fields: { 'cloud.account.id': account, 'event.action': 'ListUsers' },
  });
  const elsewhere = (time: string): Sample => ({ at: time, fields: { 'cloud.account.id': otherAccount } });
  const silentOf = async (samples: readonly Sample[], to = range.to + nsPerDay * 3n) =>
    (await silentSources(await storeOf(samples), [account], { from: range.from, to })).filter(
      ({ kind }) => kind === 'source-silent',
    );

  test('a silence is said, with what should have come', async () => {
    const [gap] = await silentOf([...habit([1, 2]), elsewhere('2026-11-27T14:00:00Z')]);
    expect(gap).toMatchObject({
      dataset: 'aws.cloudtrail',
      account,
      since: at('02:00'),
      evidence: { hours: 84, expectedEvents: 42, eventsPerHourBefore: 0.5 },
    });
  });

  test.each<[string, Sample[]]>([
    ['where the stored events end is no silence', habit([1, 2])],
    ['a few missing events may be chance', [...habit([1, 2]), elsewhere('20:00')]],
    [
      'a log without a habit cannot fall silent',
      [...[1, 2, 3].flatMap(() => habit([1, 2], [22, 23])), elsewhere('2026-11-27T14:00:00Z')],
    ],
    ['a log that went on is not silent', [...habit([1, 70]), elsewhere('2026-11-27T14:00:00Z')]],
  ])('%s', async (_, samples) => expect(await silentOf(samples)).toEqual([]));

  test('log types of a whole account that never came', async () => {
    const gaps = await silentSources(await storeOf(habit([1])), [account], range);
    expect(gaps.map(({ kind, dataset }) => [kind, dataset])).toEqual([
      ['never-collected', 'aws.guardduty'],
      ['never-collected', 'aws.vpcflow'],
    ]);
  });
});

test('S3 data events count as off where no call on an object was ever seen', async () => {
  const store = await storeOf([
    call('2026-11-20T10:00:00Z', 'GetObject', ghost),
    call('10:00', 'ListUsers', { arn: `arn:aws:iam::${otherAccount}:user/x` }),
  ]);
  const gaps = await dataEventsOff(store, [account, otherAccount], range);
  expect(gaps.map((gap) => gap.account)).toEqual([otherAccount]);
});

test('rejects since the range began, by cause', async () => {
  const reject = (time: string): Sample => ({
    dataset: rejectDataset,
    at: time,
    fields: { 'kushi.reject.code': 'JSON_SYNTAX', 'kushi.reject.log_type': 'aws.waf' },
  });
  const gaps = await rejectsSince(
    await storeOf([reject('2026-11-23T23:00:00Z'), reject('10:00'), reject('21:00')]),
    range,
  );
  expect(gaps).toMatchObject([{ kind: 'rejects', dataset: 'aws.waf', evidence: { records: 2, code: 'JSON_SYNTAX' } }]);
});

test('what is not kept any more', async () => {
  const store = await storeOf([call('10:00', 'ListUsers', ghost)]);
  expect(notKept(store, range)).toMatchObject([{ kind: 'not-kept', since: range.from, until: at('10:00') }]);
  expect(notKept(store, { ...range, from: at('10:00') })).toEqual([]);
});

describe('what no log could show', () => {
  const chain = {
    ...noChain,
    stations: [
      { id: 'i-1', kind: 'instance', principal: null, account: null, used: null, side: 'before', links: [] } as const,
      { id: 'AKIA', kind: 'access-key', principal: null, account: null, used: null, side: 'self', links: [] } as const,
    ],
  };

  test('on the instance, after a way in, and in other hands', () => {
    const rows = rowsOfSamples([
      call('10:00', 'StartSession', ghost, { 'cloud.instance.id': 'i-2' }),
      call('10:01', 'StartSession', ghost, { 'cloud.instance.id': 'i-2' }),
      call('10:02', 'SendCommand', ghost, { 'event.outcome': 'failure' }),
      call('10:03', 'ModifySnapshotAttribute', ghost, { 'event.type': ['change'] }),
    ]);
    const requests = new Map([['object-3', { snapshotId: 'snap-1', add: [{ userId: otherAccount }] }]]);
    const gaps = beyondLogs(rows, chain, touchedBy(rows, requests));
    expect(gaps.map(({ kind, evidence }) => [kind, Object.values(evidence).join(' ')])).toEqual([
      ['beyond-logs', 'i-1'],
      ['beyond-logs', 'StartSession i-2'],
      ['beyond-logs', otherAccount],
    ]);
  });
});

describe('with a ledger', () => {
  let folder: string;
  let state: State;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kushi-gaps-'));
    state = await openState(folder, { write: true });
  });
  afterAll(async () => {
    await state.close();
    await rm(folder, { recursive: true });
  });

  test('objects that were not read, if they may hold the range; and all gaps together', async () => {
    const object = (key: string, time: bigint) => ({ bucket: 'logs', key, etag: 'e', name: key, size: 1, time });
    const objects = [object('old', range.from - 1n), object('refused', at('10:00')), object('waiting', at('11:00'))];
    const offers = await offer(state.db, objects, { source: 'trail', day: '2026-11-24', reload: false });
    for (const { id, object: offered } of offers)
      if (offered.key !== 'waiting') await settle(state.db, id, 'refused', 'LOGTYPE_UNKNOWN what it is');
    const reason = 'LOGTYPE_UNKNOWN what it is';
    const refused = message('gap.objects-refused', { objects: 1, source: 'trail', reason });
    expect(await unreadObjects(state.db, range)).toMatchObject([
      { message: refused, evidence: { objects: 1 } },
      { message: message('gap.objects-waiting', { objects: 1, source: 'trail' }), evidence: { status: 'waiting' } },
    ]);

    const samples = [call('00:00', 'StopLogging', ghost, { 'event.type': ['change'] })];
    const exact = rowsOfSamples(samples);
    const found = { exact, weak: [], cut: false, busyAddresses: [] };
    const seen = { range, found, chain: noChain, touched: touchedBy(exact, new Map()) };
    const gaps = await cannotSee(await storeOf(samples), state.db, seen);
    expect(gaps.map(({ kind }) => kind)).toEqual([
      'logging-stopped',
      'never-collected',
      'never-collected',
      'data-events-off',
      'objects-unread',
      'objects-unread',
    ]);
  });
});
