import { expect, test } from 'vitest';
import { a, type Case, fieldsOf, time } from './try-mapping.fixture.ts';

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

test.each([...paths, ...expressions, ...names])('%s', (_, lines, record, expected) => {
  expect(fieldsOf(lines, record)).toEqual(expected);
});
