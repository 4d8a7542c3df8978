import { expect, test } from 'vitest';
import { formatProblem } from '../error/error.ts';
import type { VendorField } from '../logtype/logtype.ts';
import { compileMapping, type MappingSource } from './compile/compile-mapping.ts';
import { interpret } from './interpret.ts';
import { readJson } from './read-json.ts';
import type { CompiledMapping, FieldValue } from './target.ts';

const fields: readonly VendorField[] = [
  { name: 'acme.a', type: 'keyword', array: false, description: 'One value.' },
  { name: 'acme.b', type: 'keyword', array: false, description: 'One value.' },
  { name: 'acme.list', type: 'keyword', array: true, description: 'Many values.' },
];
const fragments = {
  file: '_fragments.yml',
  text: `fragments:
  web:
    set:
      event.kind: event
      event.category: web
      event.outcome: { from: $ecs.http.response.status_code, map: { 100..399: success, 400..599: failure, "*": unknown } }
  flow:
    set: { event.category: network, event.type: { from: $ecs.event.action, map: { accept: "connection,allowed", "*": connection } } }
`,
};

function compile(lines: string, more: Partial<MappingSource> = {}): CompiledMapping {
  const text = `mapping: 1\n${lines}\n`;
  const checked = compileMapping({ mapping: { file: 'mapping.yml', text }, fragments, fields, ...more });
  if (checked.value === undefined) throw new Error(checked.problems.map(formatProblem).join('\n'));
  return checked.value;
}

const time = '"@timestamp": $object.time';
const facts = { '$object.time': '1795503600000000000' };

function fieldsOf(lines: string, record: unknown, more: Partial<MappingSource> = {}): Record<string, FieldValue> {
  const mapping = compile(lines, more);
  const found = interpret(mapping, readJson(mapping, JSON.stringify(record), facts));
  found.delete('@timestamp');
  return Object.fromEntries(found);
}

type Case = readonly [name: string, lines: string, record: unknown, expected: Record<string, FieldValue>];
const a = (value: string): string => `set: { ${time}, acme.a: ${value} }`;

const paths: readonly Case[] = [
  ['member', a('.x.y'), { x: { y: 'v' } }, { 'acme.a': 'v' }],
  ['dotted key of the vendor', a('."x.y"'), { 'x.y': 'v' }, { 'acme.a': 'v' }],
  ['element', a('.x.1'), { x: ['p', 'q'] }, { 'acme.a': 'q' }],
  ['last element', a('.x.-1'), { x: ['p', 'q'] }, { 'acme.a': 'q' }],
  [
    'selected element',
    a('.h(name=host).value'),
    { h: [{ name: 'A' }, { name: 'Host', value: 'v' }] },
    { 'acme.a': 'v' },
  ],
  ['many into one', a('.x.*.y'), { x: [{ y: 'p' }, { y: 'q' }] }, { 'acme.a': 'p' }],
  [
    'fan-in',
    `set: { ${time}, acme.list: .x.y }`,
    { x: [{ y: 'p' }, { y: 'q' }, { y: 'p' }] },
    { 'acme.list': ['p', 'q'] },
  ],
  ['one into many', `set: { ${time}, acme.list: .x }`, { x: 'p' }, { 'acme.list': ['p'] }],
  ['null is absent', a('.x'), { x: null }, {}],
  ['an empty object is absent', a('{ first: [.x, .y] }'), { x: {}, y: 'v' }, { 'acme.a': 'v' }],
  ['zero and false are not', a('{ first: [.x, .y] }'), { x: 0, y: 'v' }, { 'acme.a': '0' }],
  ['an object as its JSON', a('.x'), { x: { y: 1 } }, { 'acme.a': '{"y":1}' }],
  [
    'spellings of nothing',
    `record: { absent: ["-", "n/a"] }\n${a('{ first: [.x, .y, .z] }')}`,
    { x: '-', y: 'n/a', z: 'v' },
    { 'acme.a': 'v' },
  ],
];

const expressions: readonly Case[] = [
  [
    'a bare text is an ISO time',
    `set: { ${time}, event.start: .x }`,
    { x: '2026-11-24T07:00:00' },
    { 'event.start': 1795503600000000000n },
  ],
  ['constant', a('blocked by WAF'), {}, { 'acme.a': 'blocked by WAF' }],
  ['constant that looks like a path', a(`"'.net'"`), {}, { 'acme.a': '.net' }],
  ['scalars as written', `set: { ${time}, acme.a: 0x0, acme.b: no }`, {}, { 'acme.a': '0x0', 'acme.b': 'no' }],
  ['pipe', a('.x | part "/" -1 | lower'), { x: 'a/B' }, { 'acme.a': 'b' }],
  ['a separator inside quotes', a(`'.x | part "|" 1'`), { x: 'a|b' }, { 'acme.a': 'b' }],
  ['first after its pipes', a('{ first: [.x | find "n", .y] }'), { x: 'a', y: 'b' }, { 'acme.a': 'b' }],
  ['then', a('{ first: [.x, .y], then: upper }'), { y: 'b' }, { 'acme.a': 'B' }],
  [
    'all, each once',
    `set: { ${time}, acme.list: [.x, .y, .x, .z] }`,
    { x: '1', y: ['2', '1'] },
    { 'acme.list': ['1', '2'] },
  ],
  [
    'map: constants and lists',
    a('{ from: .x, map: { "accept,allow": ok, "*": no } }'),
    { x: 'ALLOW' },
    { 'acme.a': 'ok' },
  ],
  ['map: glob', a('{ from: .x, map: { "*fail*": failed } }'), { x: 'has FAILED' }, { 'acme.a': 'failed' }],
  [
    'map: range with decimals',
    a('{ from: .x, map: { 0..3.99: low, 4..6.99: medium } }'),
    { x: 6.5 },
    { 'acme.a': 'medium' },
  ],
  ['map: absent', a('{ from: .x, map: { absent: none, "*": some } }'), {}, { 'acme.a': 'none' }],
  ['map: nothing fits', a('{ from: .x, map: { a: b } }'), { x: 'c' }, {}],
  ['map: exact', a('{ from: .x, map: { "=GET": exact, get: any } }'), { x: 'get' }, { 'acme.a': 'any' }],
  ['map: expression as value', a('{ from: .x, map: { a: .y } }'), { x: 'a', y: 'v' }, { 'acme.a': 'v' }],
  [
    'map: element by element',
    `set: { ${time}, acme.list: { from: .x, map: { a: 1, b: 2 } } }`,
    { x: ['b', 'a', 'c'] },
    { 'acme.list': ['2', '1'] },
  ],
  ['text', a('{ text: "{.x}_{.y}" }'), { x: 'a', y: 1 }, { 'acme.a': 'a_1' }],
  ['text without a part', a('{ text: "{.x}_{.y}" }'), { x: 'a' }, {}],
  ['text with an optional part', a('{ text: "{.x}{.y?}" }'), { x: 'a' }, { 'acme.a': 'a' }],
  [
    'objects',
    `set: { ${time}, dns.answers: { each: .r.*, as: { name: .n, data: .d | lower } } }`,
    { r: [{ n: 'x', d: 'A' }, { n: 'y' }] },
    { 'dns.answers': ['{"name":"x","data":"a"}', '{"name":"y"}'] },
  ],
  [
    'comma list of an array field',
    `set: { ${time}, event.type: "user,creation" }`,
    {},
    { 'event.type': ['user', 'creation'] },
  ],
  [
    'json goes on',
    a('{ first: [$j.k] }').replace('set:', 'let: { j: .x | json }\nset:'),
    { x: '{"k": 1.0}' },
    { 'acme.a': '1.0' },
  ],
];

const names: readonly Case[] = [
  ['let over an object', `let: { o: .x.y }\n${a('$o.z')}`, { x: { y: { z: 'v' } } }, { 'acme.a': 'v' }],
  [
    'let over a choice of objects',
    `let: { o: { first: [.x, .y] } }\n${a('$o.z')}`,
    { x: { q: 1 }, y: { z: 'v' } },
    { 'acme.a': 'v' },
  ],
  [
    'let of a let',
    `let: { o: { first: [.x, .y] }, z: $o.z }\n${a('$z | upper')}`,
    { y: { z: 'v' } },
    { 'acme.a': 'V' },
  ],
  ['kv goes on', `let:\n  h: .x | kv "," "="\n${a('$h.MD5')}`, { x: 'SHA1=a,MD5=b' }, { 'acme.a': 'b' }],
  [
    'captures',
    `match: { from: .m, patterns: ["{u} from {ip:ip}"] }\nset: { ${time}, user.name: $u, source.ip: $ip }`,
    { m: 'mina from 192.0.2.1' },
    { 'user.name': 'mina', 'source.ip': '192.0.2.1' },
  ],
  [
    'captures that are fields',
    `match: { from: .m, patterns: ["{user.name} from {source.ip:ip}"] }\nset: { ${time} }`,
    { m: 'mina from 192.0.2.1' },
    { 'user.name': 'mina', 'source.ip': '192.0.2.1' },
  ],
  [
    'a regular expression',
    `match: { from: .m, patterns: [{ regex: '(?<u>\\w+)@' }] }\n${a('$u')}`,
    { m: 'to mina@example.com' },
    { 'acme.a': 'mina' },
  ],
  ['no pattern fits', `match: { from: .m, patterns: ["{u} in"] }\n${a('$u')}`, { m: 'x' }, {}],
  [
    'classify',
    `tables:\n  t: |\n    k1  k2  acme.a  word\n    x   *   one     w1\n    *   b*  -       w2\n    *   *   rest    -\nclassify: { table: t, by: [.p, .q] }\nset: { ${time}, acme.b: $word }`,
    { p: 'y', q: 'Bc' },
    { 'acme.a': 'rest', 'acme.b': 'w2' },
  ],
  [
    '* in a table takes an absent key',
    `tables:\n  t: |\n    k1  k2  acme.a\n    x   *   one\nclassify: { table: t, by: [.p, .q] }\nset: { ${time} }`,
    { p: 'x' },
    { 'acme.a': 'one' },
  ],
  ['table in place', `tables:\n  t: { 2: two, "3,4": more }\n${a('.x | table t')}`, { x: 4 }, { 'acme.a': 'more' }],
  [
    'pattern table',
    `tables:\n  m: |\n    id   pattern                event.type   acme.a\n    101  Built {x:word} to {y}  connection   built\n    102  {y} ended              end          -\nmatch: { from: .m, by: .id, table: m }\nset: { ${time}, acme.b: $y }`,
    { id: 102, m: 'Built tcp to 1 ended' },
    { 'event.type': ['end'], 'acme.b': 'Built tcp to 1' },
  ],
  [
    'pairs',
    `record: { pairs: [{ at: .d.Data, name: Name, value: [text, value], into: .d }] }\n${a('.d.User')}`,
    {
      d: {
        Data: [
          { Name: 'X', text: '1' },
          { Name: 'User', value: 'v' },
        ],
      },
    },
    { 'acme.a': 'v' },
  ],
  [
    'nested',
    `record: { nested: { .p: [base64, http] } }\n${a('.p.headers.host')}`,
    { p: 'R0VUIC8gSFRUUC8xLjENCkhvc3Q6IGV4YW1wbGUuY29tDQo=' },
    { 'acme.a': 'example.com' },
  ],
];

const strength: readonly Case[] = [
  [
    'set over classify',
    `tables:\n  t: |\n    k  acme.a\n    *  table\nclassify: { table: t, by: [.k] }\n${a('.x')}`,
    { x: 'set' },
    { 'acme.a': 'set' },
  ],
  [
    'an absent result overwrites nothing',
    `tables:\n  t: |\n    k  acme.a\n    *  table\nclassify: { table: t, by: [.k] }\n${a('.x')}`,
    {},
    { 'acme.a': 'table' },
  ],
  [
    'a case over set',
    `${a('set')}\nswitch: { by: .k, cases: { "a,b": { set: { acme.a: case } } } }`,
    { k: 'B' },
    { 'acme.a': 'case' },
  ],
  [
    'a case that is not chosen',
    `${a('set')}\nswitch: { by: .k, cases: { a: { set: { acme.a: case } }, "*": { set: { acme.b: rest } } } }`,
    {},
    { 'acme.a': 'set', 'acme.b': 'rest' },
  ],
  [
    'the first case that fits',
    `${a('set')}\nswitch: { by: .k, cases: { "a*": { set: { acme.a: one } }, "*": { set: { acme.a: rest } } } }`,
    { k: 'ab' },
    { 'acme.a': 'one' },
  ],
  [
    'switch in a switch',
    `${a('set')}\nswitch: { by: .k, cases: { a: { set: { acme.a: outer }, switch: { by: .l, cases: { b: { set: { acme.a: inner } } } } } } }`,
    { k: 'a', l: 'b' },
    { 'acme.a': 'inner' },
  ],
  [
    "a pattern's own set over a case",
    `${a('set')}\nmatch: { from: .m, patterns: [{ pattern: "x{_:any}", set: { acme.a: pattern } }] }\nswitch: { by: .k, cases: { a: { set: { acme.a: case } } } }`,
    { m: 'xy', k: 'a' },
    { 'acme.a': 'pattern' },
  ],
  [
    "a case's steps over a pattern's set",
    `${a('set')}\nmatch: { from: .m, patterns: [{ pattern: "x", set: { acme.a: pattern } }] }\nswitch: { by: .k, cases: { a: { steps: [{ set: { acme.a: step } }] } } }`,
    { m: 'x', k: 'a' },
    { 'acme.a': 'step' },
  ],
  [
    "steps over a case's steps",
    `${a('set')}\nsteps: [{ set: { acme.a: outer } }]\nswitch: { by: .k, cases: { a: { steps: [{ set: { acme.a: inner } }] } } }`,
    { k: 'a' },
    { 'acme.a': 'outer' },
  ],
  [
    'later steps over earlier ones',
    `${a('set')}\nsteps:\n  - { when: { .k: a }, set: { acme.a: one } }\n  - { when: { .l: b }, set: { acme.a: two } }`,
    { k: 'a', l: 'b' },
    { 'acme.a': 'two' },
  ],
  ['null pins', `use: [web]\nset: { ${time}, event.kind: null }`, {}, { 'event.category': ['web'] }],
  [
    'null in a map does not',
    `use: [web]\nset: { ${time}, event.kind: { from: .x, map: { a: null, "*": alert } } }`,
    { x: 'a' },
    { 'event.kind': 'event', 'event.category': ['web'] },
  ],
  [
    'a fragment fills and reads $ecs',
    `use: [web]\nset: { ${time}, http.response.status_code: .s }`,
    { s: '404' },
    { 'http.response.status_code': 404n, 'event.outcome': 'failure', 'event.kind': 'event', 'event.category': ['web'] },
  ],
  [
    'an earlier fragment is stronger',
    `use: [web, flow]\nset: { ${time}, event.action: .a }`,
    { a: 'Accept' },
    {
      'event.kind': 'event',
      'event.category': ['web'],
      'event.type': ['connection', 'allowed'],
      'event.action': 'Accept',
    },
  ],
  [
    'a stronger list replaces',
    `set: { ${time}, event.category: [web] }\nsteps: [{ set: { event.category: [malware, file] } }]`,
    {},
    { 'event.category': ['malware', 'file'] },
  ],
  [
    'related adds',
    `set: { ${time}, related.user: [.x] }\nsteps: [{ set: { related.user: [.y, .x] } }]`,
    { x: 'a', y: 'b' },
    { 'related.user': ['a', 'b'] },
  ],
  [
    'a value that does not fit lets a weaker one show',
    `set: { ${time}, source.port: .x }\nsteps: [{ set: { source.port: .y } }]`,
    { x: 80, y: 'eighty' },
    { 'source.port': 80n },
  ],
];

const when = (condition: string): string => `set: { ${time} }\nsteps: [{ when: ${condition}, set: { acme.a: yes } }]`;
const yes = { 'acme.a': 'yes' };
const conditions: readonly Case[] = [
  ['a map is and', when('{ .a: 1, .b: 2 }'), { a: 1, b: 3 }, {}],
  ['a list is or', when('{ .a: [1, 2] }'), { a: 2 }, yes],
  ['any', when('{ any: [{ .a: 1 }, { .b: 2 }] }'), { b: 2 }, yes],
  ['not', when('{ not: { .a: 1 } }'), { a: 2 }, yes],
  ['present', when('{ .a: present }'), {}, {}],
  ['absent', when('{ .a: absent }'), {}, yes],
  ['range', when('{ .a: 600..699 }'), { a: 650 }, yes],
  ['glob', when('{ .a: "*waf*" }'), { a: 'x,WAF' }, yes],
  ['true', when('{ .a: true }'), { a: true }, yes],
  ['some of many values', when('{ .a: 2 }'), { a: [1, 2] }, yes],
  ['networks', when('{ .a: { cidr: [10.0.0.0/8, "2001:db8::/32"] } }'), { a: '2001:db8::5' }, yes],
  ['not in the network', when('{ .a: { cidr: [10.0.0.0/8] } }'), { a: '11.0.0.1' }, {}],
];

test.each([...paths, ...expressions, ...names, ...strength, ...conditions])('%s', (_, lines, record, expected) => {
  expect(fieldsOf(lines, record)).toEqual(expected);
});

test('what does not fit is counted with an example', () => {
  const mapping = compile(`set: { ${time}, source.port: .x, source.ip: .y }`);
  const read = readJson(mapping, '{"x": "eighty", "y": "192.0.2.1"}', facts);
  const results = mapping.targets.map((target) => [target.field, target.evaluate(read)]);
  expect(results).toContainEqual(['source.port', { value: undefined, invalid: 'eighty' }]);
  expect(results).toContainEqual(['source.ip', { value: '192.0.2.1' }]);
});

test('an extending mapping reads $ecs, sets, unsets and puts rows before', () => {
  const base = {
    mapping: {
      file: 'base.yml',
      text: `mapping: 1\ntables:\n  t: |\n    k  acme.b\n    *  base\nlet: { x: .x }\nclassify: { table: t, by: [.k] }\nset: { ${time}, acme.a: $x, event.action: .e, event.kind: event }\n`,
    },
    fields,
  };
  const lines = `extends: acme.base\ntables: { t: { before: "k  acme.b\\nv  mine" } }\nset: { acme.a: { text: "{$ecs.acme.a}!{$x}" }, event.kind: null, event.action: $ecs.event.action | upper }`;
  expect(fieldsOf(lines, { x: 'v', e: 'go', k: 'v' }, { base })).toEqual({
    'acme.a': 'v!v',
    'acme.b': 'mine',
    'event.action': 'GO',
  });
  expect(fieldsOf(lines, { x: 'v', e: 'go', k: 'w' }, { base })).toMatchObject({ 'acme.b': 'base' });
});

test('each: paths start at the element, $parent at the record', () => {
  const mapping = compile(`each: .events.*\nset: { ${time}, acme.a: .name, acme.b: $parent.id }`);
  expect(mapping.each?.steps).toEqual([{ key: 'events' }, { all: true }]);
  expect(mapping.paths.map(({ name }) => name)).toEqual(['.name', '$parent.id']);
});

test('a wrapper fills what nothing stronger does', () => {
  const mapping = compile(`set: { ${time}, cloud.region: .r }`, { wrappers: ['eventbridge'] });
  const read = readJson(mapping, '{"r": "eu-west-1"}', {
    ...facts,
    '$eventbridge.account': '111122223333',
    '$eventbridge.region': 'us-east-1',
  });
  const found = interpret(mapping, read);
  expect([found.get('cloud.account.id'), found.get('cloud.region')]).toEqual(['111122223333', 'eu-west-1']);
});

test('record.text cuts lines, record.columns name columns', () => {
  const mapping = compile(`record: { absent: ["-"], text: ["{a:word} {b}", "{c}"] }\nset: { ${time}, acme.a: .a }`);
  expect(mapping.lines?.names).toEqual(['a', 'b', 'c']);
  expect(mapping.lines?.split('x y z')).toEqual(
    new Map([
      ['a', 'x'],
      ['b', 'y z'],
    ]),
  );
  expect(mapping.lines?.split('x')).toEqual(new Map([['c', 'x']]));
  expect(mapping.lines?.split('')).toBeNull();
  const columns = compile(`record: { columns: { by: 1, shared: [a, b], cases: { T: [c] } } }\nset: { ${time} }`);
  expect(columns).toMatchObject({ columns: ['a', 'b'], columnCases: { by: 1, cases: new Map([['T', ['c']]]) } });
});

test('a plain path says what it copies; functions, conditions and weaker lines say nothing', () => {
  const mapping = compile(
    `set: { ${time}, acme.a: .x, acme.b: .y | lower, user.name: .z }\nsteps: [{ when: { .k: 1 }, set: { user.name: .q } }]`,
  );
  const copies = Object.fromEntries(mapping.targets.map(({ field, copies }) => [field, copies]));
  expect(copies).toMatchObject({ 'acme.a': '.x', 'acme.b': undefined, 'user.name': undefined });
});

test('lines that can never show are no inputs', () => {
  const mapping = compile(`set: { ${time}, acme.a: .x }\nsteps: [{ set: { acme.a: always } }]`);
  expect(mapping.targets.find(({ field }) => field === 'acme.a')?.inputs).toEqual([]);
  expect(mapping.paths).toEqual([]);
});

test('a time without a zone is read in that of the source, of the mapping, of the log type', () => {
  const lines = `set: { ${time}, event.start: .x, event.end: .x | time iso }`;
  const hours = (more: Partial<MappingSource>, head = '', read: Record<string, string> = {}): unknown[] => {
    const mapping = compile(head + lines, more);
    const found = interpret(mapping, readJson(mapping, '{"x":"2026-11-24T12:00:00"}', { ...facts, ...read }));
    return ['event.start', 'event.end'].map((field) => (Number(found.get(field)) / 3.6e12) % 24);
  };
  expect(hours({})).toEqual([12, 12]);
  expect(hours({ zone: 'Asia/Tokyo' })).toEqual([3, 3]);
  expect(hours({ zone: 'Asia/Tokyo' }, 'record: { zone: Europe/Berlin }\n')).toEqual([11, 11]);
  expect(hours({ zone: 'Asia/Tokyo' }, '', { '$source.zone': '-02:00' })).toEqual([14, 14]);
});
