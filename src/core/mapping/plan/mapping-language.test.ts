import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ValueKind } from '../../batch/dictionary.ts';
import { createJsonReferenceReader } from '../../codecs/json-reference-reader.ts';
import { parsePath } from '../../codecs/path.ts';
import { defaultReaderOptions, type RecordBatch } from '../../codecs/reader.ts';
import type { FieldValue } from '../../event/field-value.ts';
import { type LogType, loadLogType } from '../../logtype/load-logtype.ts';
import { interpret } from '../interpret.ts';
import type { Read, Value } from '../target.ts';
import { createPlan } from './create-plan.ts';
import { object, received, rowsOf } from './testing/test-plan.ts';

const files = new Map([
  [
    'logtype.yml',
    `id: example.api
title: Example
docs: [https://example.com/]
version: 1
codec: { json: {} }
route: { key: ["**/example/**"], probe: { has: [.time] } }
`,
  ],
  [
    'mapping.yml',
    `mapping: 1
tables:
  actions: |
    service  action             event.category  event.type
    iam      Create*            iam             user,creation
    iam      *                  iam             change
    *        Get*               api             access
    *        *                  api             -
let:
  service: .source | part "." 0
  who: { first: [.user, .session.user] }
classify:
  table: actions
  by: [$service, .action]
set:
  "@timestamp": .time | time iso
  event.action: .action
  event.outcome: { first: [.error, .message], map: { absent: success, "*": failure } }
  user.name: $who.name
  user.id: { first: [.user.id, .session.user.id] }
  source.ip: .ip
  source.bytes: .bytes
  cloud.account.id: $object.account
  error.code: { first: [.error], map: { "none": null, "*": .error | upper } }
  host.ip: .hosts.*.ip
  event.reason: { text: "{.action} by {.user.name?}" }
  related.ip: [.hosts.*.ip]
`,
  ],
]);

function load(): LogType {
  const { value, problems } = loadLogType({ folder: 'logtypes/example.api', files });
  expect(problems).toEqual([]);
  return value!;
}

const logType = load();

const record = fc.record(
  {
    time: fc.constantFrom('2026-11-24T06:59:00Z', '2026-11-23T23:00:00.5+01:00'),
    source: fc.constantFrom('iam.example.com', 'kms.example.com', 'kms'),
    action: fc.constantFrom('CreateUser', 'GetKey', 'Other', 7),
    error: fc.constantFrom('none', 'Denied', null, true),
    message: fc.constantFrom('', 'no'),
    user: fc.record(
      { name: fc.constantFrom('alice', 'bob@example.com'), id: fc.nat({ max: 2 }) },
      { requiredKeys: [] },
    ),
    session: fc.record({ user: fc.record({ name: fc.constant('carol'), id: fc.constant('x') }, { requiredKeys: [] }) }),
    ip: fc.constantFrom('192.0.2.1', 'nowhere', '2001:DB8::1'),
    bytes: fc.constantFrom(5, 1.5, '12', 'many', '9007199254740993'),
    hosts: fc.array(fc.record({ ip: fc.constantFrom('192.0.2.9', '198.51.100.2', 'x') }), { maxLength: 3 }),
  },
  { requiredKeys: ['time'] },
);

/** What a row of the batch holds, path by path. */
function readRow(batch: RecordBatch, row: number): Read {
  return (input): readonly Value[] => {
    if (input === '$object.account') return [{ text: object.account, kind: ValueKind.text }];
    const column = batch.columns.get(input);
    if (column === undefined) return [];
    const { ids, dictionary, many, lists } = column;
    const list = many?.[row] ?? 0;
    const all = list === 0 ? [ids[row]] : Array.from(lists.items.subarray(lists.starts[list], lists.starts[list + 1]));
    return all
      .filter((id) => id !== 0 && dictionary.kind(id) !== ValueKind.null)
      .map((id) => ({ text: dictionary.text(id), kind: dictionary.kind(id) }));
  };
}

test('a plan gives what the interpreter of the mapping language gives', () => {
  const options = { definition: logType.definition, mapping: logType.mapping, mappingId: '1', derivations: [] };
  fc.assert(
    fc.property(
      fc.array(fc.array(record, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }),
      (batches) => {
        const plan = createPlan({ ...options, recordPaths: [] });
        const reader = createJsonReferenceReader(plan.paths, null, defaultReaderOptions);
        for (const records of batches) {
          reader.begin(0);
          reader.push(new TextEncoder().encode(records.map((each) => JSON.stringify(each)).join('\n')));
          reader.end();
          const batch = reader.take();
          const { batch: events } = plan.run(batch, [object], { received });
          const expected = records.map((_, row) => comparable(interpret(logType.mapping, readRow(batch, row))));
          expect(rowsOf(events).map((row) => comparable(new Map(Object.entries(row))))).toEqual(expected);
        }
      },
    ),
    { numRuns: 60 },
  );
});

/** Without what the plan adds to every event, and `related`, which it gathers from other fields too. */
function comparable(fields: ReadonlyMap<string, FieldValue>): Record<string, FieldValue> {
  const left = new Set(['@timestamp', 'event.dataset', 'event.module']);
  return Object.fromEntries([...fields].filter(([field]) => !left.has(field) && !field.startsWith('related.')));
}

test('paths of rules are read beside those of the mapping', () => {
  const parsed = parsePath('.session.user.id');
  const recordPaths = parsed.ok ? [{ name: '.session.user.id', steps: parsed.steps }] : [];
  const plan = createPlan({ ...logType, mappingId: '1', derivations: [], recordPaths });
  const reader = createJsonReferenceReader(plan.paths, null, defaultReaderOptions);
  reader.begin(0);
  reader.push(new TextEncoder().encode('{"time":"2026-11-24T06:59:00Z","session":{"user":{"id":5}}}'));
  reader.end();
  const column = plan.run(reader.take(), [object], { received }).batch.record.get('session.user.id');
  expect(
    column?.kind === 'text' && [column.dictionary.text(column.ids[0]), column.dictionary.kind(column.ids[0])],
  ).toEqual(['5', ValueKind.number]);
});
