import { expect, test } from 'vitest';
import type { MappingSource } from './compile/compile-mapping.ts';
import { interpret } from './interpret.ts';
import { readJson } from './read-json.ts';
import { a, type Case, compile, facts, fields, fieldsOf, time } from './try-mapping.fixture.ts';

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

test.each([...strength, ...conditions])('%s', (_, lines, record, expected) => {
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
