import { describe, expect, test } from 'vitest';
import { formatProblem } from '../error/error.ts';
import { firstRecordPaths } from './first-record-paths.ts';
import { hashFiles } from './hash-files.ts';
import { loadLogType } from './load-logtype.ts';
import { parseFields } from './parse-fields.ts';
import { parseLogType } from './parse-logtype.ts';
import { createRouter } from './route.ts';

const acme = `id: acme.app
title: Acme application log
docs: [https://docs.example.com/log]
version: 3
codec: { json: { records: .Records.* } }
wrappers: [cloudwatch]
route: { key: ["**/acme/**"], probe: { has: [.when, .kind] } }
sigma: { product: acme, service: app }
entities: { source.ip: day, user.name: action }
zone: Europe/Berlin
`;

describe('logtype.yml', () => {
  test('is read', () => {
    expect(parseLogType({ file: 'logtype.yml', text: acme })).toEqual({
      value: {
        id: 'acme.app',
        title: 'Acme application log',
        docs: ['https://docs.example.com/log'],
        version: 3,
        codec: { kind: 'json', records: '.Records.*' },
        wrappers: ['cloudwatch'],
        route: { key: ['**/acme/**'], probe: { has: ['.when', '.kind'] } },
        sigma: [{ product: 'acme', service: 'app' }],
        entities: new Map([
          ['source.ip', 'day'],
          ['user.name', 'action'],
        ]),
        zone: 'Europe/Berlin',
      },
      problems: [],
    });
  });

  const codecs: readonly (readonly [string, unknown])[] = [
    ['json', { kind: 'json' }],
    ['{ lines: {} }', { kind: 'lines' }],
    ['{ lines: { comment: "#", skip: 2 } }', { kind: 'lines', comment: '#', skip: 2 }],
    ['{ columns: { split: space, header: first_line } }', { kind: 'columns', split: 'space', header: 'first_line' }],
    ['{ columns: { split: csv } }', { kind: 'columns', split: 'csv', header: 'none' }],
  ];
  test.each(codecs)('codec %s', (written, codec) => {
    const text = acme.replace('{ json: { records: .Records.* } }', written);
    expect(parseLogType({ file: 'logtype.yml', text }).value?.codec).toEqual(codec);
  });

  const mistakes: readonly (readonly [string, string, string])[] = [
    [
      'id: acme.app',
      'id: Acme',
      '1:5 VALUE_INVALID id "Acme" must be vendor.log in small letters, such as aws.cloudtrail.',
    ],
    [
      'version: 3',
      'version: new',
      '4:10 VALUE_INVALID version is a whole number from 1, raised when the output changes.',
    ],
    ['version: 3\n', '', '1:1 KEY_MISSING a log type needs version.'],
    ['{ json: { records: .Records.* } }', 'jsn', '5:8 CODEC_UNKNOWN no codec "jsn". Did you mean "json"?'],
    ['[cloudwatch]', '[cloudwach]', '6:12 WRAPPER_UNKNOWN no wrapper "cloudwach". Did you mean "cloudwatch"?'],
    ['sigma', 'sgima', '8:1 KEY_UNKNOWN a log type has no key "sgima". Did you mean "sigma"?'],
    [
      'action',
      'week',
      '9:40 VALUE_INVALID user.name: "week" is no roll-up. day: one row a day; action: one for each action too.',
    ],
    [
      'user.name:',
      'user.nam:',
      '9:29 FIELD_UNKNOWN "user.nam" is neither an ECS field nor in fields.yml. Did you mean "user.name"?',
    ],
    [
      'Europe/Berlin',
      'Berlin',
      '10:7 VALUE_INVALID "Berlin" is no time zone. Write a name such as Europe/Berlin, or an offset such as +09:00.',
    ],
    ['probe: { has: [.when, .kind] }', 'prob: {}', '7:31 KEY_UNKNOWN route has no key "prob". Did you mean "probe"?'],
  ];
  test.each(mistakes)('%s → %s', (from, to, printed) => {
    const { problems } = parseLogType({ file: 'logtype.yml', text: acme.replace(from, to) });
    expect(problems.map(formatProblem)).toContain(`logtype.yml:${printed}`);
  });
});

test('fields.yml', () => {
  const text = `fields:
  acme.kind: { type: keyword, description: What happened. }
  acme.tags: { type: keyword, array: true, description: Marks. }
record: [params.*]
`;
  expect(parseFields({ file: 'fields.yml', text }).value).toEqual({
    fields: [
      { name: 'acme.kind', type: 'keyword', array: false, description: 'What happened.' },
      { name: 'acme.tags', type: 'keyword', array: true, description: 'Marks.' },
    ],
    record: ['params.*'],
  });
  const wrong =
    'fields:\n  source.ip: { type: ip, description: x }\n  acme.k: { type: text, description: x }\n  k: { type: ip, description: x }\n  acme.d: { type: ip }\n';
  expect(parseFields({ file: 'fields.yml', text: wrong }).problems.map(formatProblem)).toEqual([
    'fields.yml:2:3 VALUE_INVALID source.ip is an ECS field already. Remove this line.',
    'fields.yml:3:19 VALUE_INVALID "text" is no type of a field. Types: keyword, wildcard, match_only_text, long, integer, float, double, boolean, date, ip, geo_point, object, nested, flattened.',
    'fields.yml:4:3 VALUE_INVALID "k" must begin with the vendor or platform, such as aws.bucket, in small letters.',
    'fields.yml:5:3 KEY_MISSING acme.d needs description.',
  ]);
});

describe('a folder', () => {
  const files = new Map([
    ['logtype.yml', acme],
    [
      'mapping.yml',
      'mapping: 1\nset: { "@timestamp": .when | time iso, acme.kind: .kind | table kinds, user.name: .uesr }\n',
    ],
    ['fields.yml', 'fields: { acme.kind: { type: keyword, description: What happened. } }\n'],
    ['tables/kinds.tsv', 'kind\tname\n1\tone\n'],
    ['samples/a.json', '{"Records":[{"when":"2026-11-24T07:00:00Z","kind":1,"user":"mina"}]}'],
  ]);
  const folder = 'logtypes/acme.app';

  test('loads, and warns of what no sample has', () => {
    const { value, problems } = loadLogType({ folder, files });
    expect(value?.mapping.targets.map(({ field }) => field)).toContain('acme.kind');
    expect(value?.mappingVersion).toMatch(/^3-[0-9a-f]{16}$/);
    expect(problems.map(formatProblem)).toEqual([
      'logtypes/acme.app/mapping.yml:2:83 PATH_NEVER_SEEN .uesr is in none of the 1 samples. Nearest seen: .user.',
    ]);
  });

  test('with each, paths are looked for in the elements of the samples', () => {
    const mapping =
      'mapping: 1\neach: .events.*\nset: { "@timestamp": $parent.when | time iso, user.name: .user, user.id: .uid }\n';
    const sample =
      '{"Records":[{"when":"2026-11-24T07:00:00Z","events":[{"user":"mina"},{"user":"rui"}]},{"user":"alone"}]}';
    const each = new Map([...files, ['mapping.yml', mapping], ['samples/a.json', sample]]);
    expect(loadLogType({ folder, files: each }).problems.map(formatProblem)).toEqual([
      'logtypes/acme.app/mapping.yml:3:74 PATH_NEVER_SEEN .uid is in none of the 3 samples.',
    ]);
    const lines = new Map([...each, ['logtype.yml', acme.replace(/^codec: .*$/m, 'codec: { lines: {} }')]]);
    expect(loadLogType({ folder, files: lines }).problems.map(formatProblem)).toContain(
      'logtypes/acme.app/mapping.yml:1:1 VALUE_INVALID each takes JSON records apart, and the codec is lines.',
    );
    const mine = { folder: 'mine', files: new Map([['mapping.yml', 'mapping: 1\nextends: acme.app\n']]) };
    const extended = loadLogType(mine, { find: () => ({ folder, files: each }) });
    expect(extended.value?.mapping.each?.steps).toEqual([{ key: 'events' }, { all: true }]);
  });

  test('has another version when a deciding file changes, and only then', () => {
    const version = (name: string, text: string): string | undefined =>
      loadLogType({ folder, files: new Map([...files, [name, text]]) }).value?.mappingVersion;
    const before = version('README.md', 'x');
    expect(version('samples/b.json', '{}')).toBe(before);
    expect(version('tables/kinds.tsv', 'kind\tname\n1\ttwo\n')).not.toBe(before);
    expect(loadLogType({ folder, files }, { salt: 'derivations 2' }).value?.mappingVersion).not.toBe(before);
  });

  test('extends another, with its definition, fields and version in mind', () => {
    const mine = {
      folder: 'mine',
      files: new Map([
        ['mapping.yml', 'mapping: 1\nextends: acme.app\nset: { acme.kind: $ecs.acme.kind | upper, user.name: null }\n'],
      ]),
    };
    const { value, problems } = loadLogType(mine, {
      find: (id) => (id === 'acme.app' ? { folder, files } : undefined),
    });
    expect(problems).toEqual([]);
    expect(value?.definition.id).toBe('acme.app');
    expect(value?.fields.fields.map(({ name }) => name)).toEqual(['acme.kind']);
    const kind = value?.mapping.targets.find(({ field }) => field === 'acme.kind');
    expect(kind?.evaluate((input) => (input === '.kind' ? [{ text: '1', kind: 1 }] : []))).toEqual({ value: 'ONE' });
    expect(loadLogType(mine).problems.map(formatProblem)).toEqual([
      'mine/mapping.yml:2:10 LOGTYPE_UNKNOWN there is no log type "acme.app" to extend.',
    ]);
  });

  test('without its files is a problem', () => {
    expect(loadLogType({ folder, files: new Map() }).problems.map(formatProblem)).toEqual([
      'logtypes/acme.app/logtype.yml LOGTYPE_INVALID the file is missing. A log type has at least logtype.yml and mapping.yml.',
      'logtypes/acme.app/mapping.yml LOGTYPE_INVALID the file is missing. A log type has at least logtype.yml and mapping.yml.',
    ]);
  });
});

test('a hash depends on names and contents, not on the order', () => {
  const one = hashFiles([
    ['a', 'x'],
    ['b', 'y'],
  ]);
  expect(
    hashFiles([
      ['b', 'y'],
      ['a', 'x'],
    ]),
  ).toBe(one);
  expect(
    new Set([
      one,
      hashFiles([
        ['a', 'y'],
        ['b', 'x'],
      ]),
      hashFiles([
        ['a', 'x'],
        ['by', ''],
      ]),
    ]).size,
  ).toBe(3);
});

const heads: readonly (readonly [string, readonly string[]])[] = [
  ['{"a":1,"b":{"c":[{"d":2}]}}', ['', '.a', '.b', '.b.c', '.b.c.*', '.b.c.*.d']],
  ['[{"a":1},{"b', ['', '.*', '.*.a']],
  ['{"a": "x\\"y", "b": tr', ['', '.a', '.b']],
  ['{"a b": {"1": 2', ['', '."a b"', '."a b"."1"']],
  ['{"a":1}{"b":2}', ['', '.a']],
  ['plain', []],
];
test.each(heads)('paths of %s', (text, paths) => {
  expect([...new Set(firstRecordPaths(text))]).toEqual(paths);
});

const stamp = '2026-11-24T07:00:00.000Z';
const subscription = (messages: readonly string[]): string =>
  JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: messages.map((message) => ({ id: '1', message })) });
const notification = (message: unknown): object => ({ TopicArn: 'arn', Message: JSON.stringify(message) });
const queued = (body: unknown): string =>
  JSON.stringify({ Records: [{ receiptHandle: 'r', body: JSON.stringify(body) }] });

describe('routing', () => {
  const type = (id: string, codec: string, route: string): string =>
    `id: ${id}\ntitle: T\ndocs: []\nversion: 1\ncodec: ${codec}\nroute: ${route}\n`;
  const definitions = [
    type('acme.json', '{ json: { records: .Records.* } }', '{ key: ["**/acme/**"], probe: { has: [.when, .kind] } }'),
    type('acme.lines', '{ lines: {} }', `{ key: ["**access*"], probe: { line: '* - * [??/???/????:*] "*" ??? *' } }`),
    type(
      'acme.flow',
      '{ columns: { split: space, header: first_line } }',
      '{ key: [], probe: { first_line: "version account-id *" } }',
    ),
    type('acme.twin', 'json', '{ key: ["**/twin/**"], probe: { any: [{ has: [.kind, .twin] }, { text: "TWIN*" }] } }'),
    `${type('acme.wrapped', 'json', '{ key: [], probe: { has: [.inside] } }')}wrappers: [eventbridge, cloudwatch, sns, sqs]\n`,
    `${type('acme.tail', '{ lines: {} }', '{ key: [], probe: { line: "tail * end" } }')}wrappers: [cloudwatch, firelens]\n`,
  ].map((text) => parseLogType({ file: 'logtype.yml', text }).value!);
  const route = createRouter(definitions);
  const cases: readonly (readonly [string, string, unknown])[] = [
    ['logs/acme/1.json', '{"Records":[{"when":"x","kind":1', { id: 'acme.json' }],
    ['elsewhere', '[{"when":"x","kind":1}]', { id: 'acme.json' }],
    ['access.log', '192.0.2.1 - - [24/Nov/2026:07:00:00 +0000] "GET /" 200 1', { id: 'acme.lines' }],
    ['x.log', 'version account-id action\n2 111122223333 ACCEPT', { id: 'acme.flow' }],
    ['x/twin/y', 'TWINS', { id: 'acme.twin' }],
    ['x/twin/y', '{"when":1,"kind":2,"twin":3}', { id: 'acme.twin' }],
    ['x', '{"when":1,"kind":2,"twin":3}', { ambiguous: ['acme.json', 'acme.twin'] }],
    ['logs/acme/1.json', 'something else', { none: true }],
    ['x', '{"detail-type":"a","detail":{"inside":1', { id: 'acme.wrapped' }],
    ['x', subscription([JSON.stringify({ inside: 'é' })]), { id: 'acme.wrapped' }],
    ['x', subscription([JSON.stringify({ detail: { inside: 1 } })]).slice(0, -6), { id: 'acme.wrapped' }],
    ['x', queued(notification({ inside: '\u0001\\' })), { id: 'acme.wrapped' }],
    ['x', `${stamp} {"inside":1}\n${stamp} {`, { id: 'acme.wrapped' }],
    ['x', subscription(['begin', 'tail 1 end']), { id: 'acme.tail' }],
    ['x', `${stamp} begin\n${stamp} tail 1 end`, { id: 'acme.tail' }],
    ['x', '{"log":"tail 1 end","container_id":"c","container_name":"n"}', { id: 'acme.tail' }],
    ['x', '{"logEvents":[{"message":"{\\"inside\\":1,\\u00', { id: 'acme.wrapped' }],
    ['x', queued({ tail: 1 }), { none: true }],
    ['x', subscription(['\\u00']).slice(0, -3), { none: true }],
  ];
  test.each(cases)('%s with %s', (key, head, expected) => {
    expect(route(key, head)).toEqual(expected);
  });
});
