import { expect, test } from 'vitest';
import { createReader } from '../../codecs/create-reader.ts';
import { parsePath } from '../../codecs/path.ts';
import { recordValues } from '../../codecs/record-values.ts';
import { columnValue } from '../../event/batch-row.ts';
import { loadLogType } from '../../logtype/load-logtype.ts';
import { createPlan } from './create-plan.ts';
import { object, received, rowsOf } from './testing/test-plan.ts';

const logtype = `id: example.activity
title: Example
docs: [https://example.com/]
version: 1
codec: { json: {} }
wrappers: [eventbridge, cloudwatch, sqs]
route: { key: [], probe: { has: [.actor] } }
`;
const mapping = `mapping: 1
each: .events.*
set:
  "@timestamp": { first: [.at | time iso, $sqs.sent, $cwl.timestamp | time epoch_ms] }
  event.action: .name
  event.reason: $eventbridge.detail_type
  user.name: $parent.actor.name
`;

function normalize(text: string) {
  const files = new Map([
    ['logtype.yml', logtype],
    ['mapping.yml', mapping],
  ]);
  const { value: logType, problems } = loadLogType({ folder: 'logtypes/example.activity', files });
  expect(problems).toEqual([]);
  const parsed = parsePath('.actor.name');
  const recordPaths = parsed.ok ? [{ name: 'actor.name', steps: parsed.steps }] : [];
  const { definition, mapping: compiled } = logType!;
  const plan = createPlan({ definition, mapping: compiled, mappingId: '1-test', derivations: [], recordPaths });
  const { wrappers } = definition;
  const reader = createReader({ kind: 'json' }, plan.paths, {
    seed: 1n,
    mapping: compiled,
    wrappers,
    facts: plan.facts,
  });
  reader.begin(0);
  reader.push(new TextEncoder().encode(text));
  reader.end();
  const { batch, rejects } = plan.run(reader.take(), [object], { received });
  const raw = (row: number) =>
    batch.raw.bytes.subarray(batch.raw.starts[row], batch.raw.starts[row] + batch.length[row]);
  const inRecord = (row: number) => columnValue(batch.record.get('actor.name')!, row);
  return {
    rejects,
    times: Array.from(new BigInt64Array(batch.time.words.slice().buffer)),
    rows: rowsOf(batch).map(({ 'event.action': action, 'event.reason': reason, 'user.name': user }, row) => ({
      action,
      reason,
      user,
      inRecord: inRecord(row),
      inStored: recordValues({ kind: 'json' }, compiled)(raw(row)).values('record.actor.name')[0]?.text,
    })),
  };
}

const activity = (events: unknown) => ({ actor: { name: 'mina' }, events });
const mina = { user: 'mina', inRecord: 'mina', inStored: 'mina' };

test('events of elements know their record and what is around it; rules look into the whole record, as it is stored', () => {
  const at = '2026-11-24T06:00:00Z';
  const detail = activity([
    { name: 'login', at },
    { name: 'logout', at },
  ]);
  const text = JSON.stringify({ 'detail-type': 'Activity', source: 'example', detail });
  const { rows, rejects } = normalize(text);
  expect(rejects).toEqual([]);
  expect(rows).toEqual([
    { action: 'login', reason: 'Activity', ...mina },
    { action: 'logout', reason: 'Activity', ...mina },
  ]);
});

test.each([
  [
    'a moment that is one already',
    { messageId: 'q', receiptHandle: 'r', attributes: { SentTimestamp: '1795503600000' } },
    'body',
  ],
  ['milliseconds as they are written', { messageType: 'DATA_MESSAGE' }, 'logEvents'],
])('the time of an envelope: %s', (_, envelope, member) => {
  const text = JSON.stringify(activity([]));
  const content = member === 'body' ? text : [{ id: '1', timestamp: 1795503600000, message: text }];
  const { rows, times } = normalize(JSON.stringify({ ...envelope, [member]: content }));
  expect(times).toEqual([1_795_503_600_000_000_000n]);
  expect(rows).toEqual([{ action: undefined, reason: undefined, ...mina }]);
});
