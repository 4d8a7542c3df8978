import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePattern } from './parse-pattern.ts';
import { firstFit, patternMatcher } from './pattern-set.ts';

const seconds = Number(process.env.FUZZ_SECONDS ?? 2);
const seed = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) };

function match(pattern: string, text: string): Record<string, string> | null {
  const parsed = parsePattern(pattern);
  if ('code' in parsed) throw new Error(parsed.message);
  const values = patternMatcher(parsed).match(text);
  return values === undefined ? null : Object.fromEntries(values);
}

const sshFailed = 'Failed {method:word} for invalid user {user:any} from {ip:ip} port {port:int} ssh2';
const combined =
  '{remote} {_} {user:any} [{time}] {request:quoted} {status:int} {bytes} {referrer:quoted} {agent:quoted}';

const cases: readonly (readonly [string, string, string, Record<string, string> | null])[] = [
  ['the whole text', '{a}', 'x', { a: 'x' }],
  ['a plain capture is not empty', '{a}', '', null],
  ['shortest that fits', '{a}-{b}', '1-2-3', { a: '1', b: '2-3' }],
  ['shortest that lets the whole fit', '{a}-{b:int}', '1-2-3', { a: '1-2', b: '3' }],
  [
    'a user name that looks like the address behind it',
    sshFailed,
    'Failed password for invalid user root from 192.0.2.1 port 1 ssh2 from 203.0.113.5 port 50022 ssh2',
    { method: 'password', user: 'root from 192.0.2.1 port 1 ssh2', ip: '203.0.113.5', port: '50022' },
  ],
  [
    'an empty user name',
    sshFailed,
    'Failed none for invalid user  from 203.0.113.5 port 50022 ssh2',
    { method: 'none', ip: '203.0.113.5', port: '50022' },
  ],
  [
    'one blank beside an empty any',
    sshFailed,
    'Failed none for invalid user from 203.0.113.5 port 1 ssh2',
    { method: 'none', ip: '203.0.113.5', port: '1' },
  ],
  ['an IPv6 address and a port', '{ip:ip}:{port:int}', '2001:db8::7:443', { ip: '2001:db8::7', port: '443' }],
  ['an IPv4 address and a port', '{ip:ip}:{port:int}', '192.0.2.1:443', { ip: '192.0.2.1', port: '443' }],
  ['an int takes all its digits', '{port:int}{_:any}', '50022 [preauth]', { port: '50022' }],
  ['a word takes all of it', '{word:word}{rest:any}', 'root(uid=0) by x', { word: 'root(uid=0)', rest: ' by x' }],
  [
    'a word gives back what the text needs',
    'pam({service:word}): {x}',
    'pam(sshd:a): y',
    { service: 'sshd:a', x: 'y' },
  ],
  ['text may begin before a place where it failed', '{w:word}a{p}b', 'aaab', { w: 'a', p: 'a' }],
  ['so may a word', '{v:word}a{w:word}b', 'xaab', { v: 'x', w: 'a' }],
  ['a number has decimals', '{a:number}{b:any}', '0.042s', { a: '0.042', b: 's' }],
  ['quoted keeps other escapes', '{a:quoted} {b}', '"say \\"hi\\x16\\"" y', { a: 'say "hi\\x16"', b: 'y' }],
  ['an empty quoted value has no entry', '{a:quoted}{more:any}', '""', {}],
  ['an open quote does not fit', '{a:quoted}{more:any}', '"abc', null],
  ['several blanks are one', 'a {b} c', 'a   x  c', { b: 'x' }],
  ['a tab is a blank', '{a} {b}', 'x\ty', { a: 'x', b: 'y' }],
  ['a trailing any takes what newer versions append', '{a} {more:any}', 'x', { a: 'x' }],
  ['rest takes everything', '{a:word} {b:rest}', 'x y  z ', { a: 'x', b: 'y  z ' }],
  ['braces', '{{{a}}}', '{x}', { a: 'x' }],
  ['skipped', '{_} {a}', 'x y', { a: 'y' }],
  [
    'combined log',
    combined,
    '192.0.2.7 - - [24/Nov/2026:07:00:00 +0000] "GET /a b HTTP/1.1" 200 12 "-" "curl \\"x\\""',
    {
      remote: '192.0.2.7',
      user: '-',
      time: '24/Nov/2026:07:00:00 +0000',
      request: 'GET /a b HTTP/1.1',
      status: '200',
      bytes: '12',
      referrer: '-',
      agent: 'curl "x"',
    },
  ],
  ['a line of another kind', combined, 'nothing of it', null],
];

test.each(cases)('%s', (_, pattern, text, expected) => {
  expect(match(pattern, text)).toEqual(expected);
});

const mistakes: readonly (readonly [string, string, number])[] = [
  [
    '{a}{b}',
    '"{a}{b}" have nothing between them. Put literal text between, or give {a} a kind (word, int, quoted).',
    0,
  ],
  [
    'x {a:any}{b:int}',
    '"{a:any}{b:int}" have nothing between them. Put literal text between, or give {a} a kind (word, int, quoted).',
    2,
  ],
  [
    '{a:wrod}',
    '"wrod" is no kind of capture. Did you mean "word"? Kinds: word, int, number, ip, quoted, rest, any.',
    0,
  ],
  ['{a', '"{" has no partner. A capture is written {name}; a real brace {{ or }}.', 0],
  ['{a} {a}', '{a} stands twice. Give the second another name, or {_} to skip it.', 4],
  ['{a b}', '"{a b}" is not a capture: {name} or {name:kind}.', 0],
];

test.each(mistakes)('%s is a mistake', (pattern, message, at) => {
  expect(parsePattern(pattern)).toMatchObject({ message, at });
});

test('the first alternative that fits wins', () => {
  const set = ['a {x:int}', 'a {x}', '{x}'].map((pattern) => {
    const parsed = parsePattern(pattern);
    if ('code' in parsed) throw new Error(parsed.message);
    return patternMatcher(parsed);
  });
  expect(firstFit(set, 'a 1')?.index).toBe(0);
  expect(firstFit(set, 'a b')?.index).toBe(1);
  expect(firstFit(set, 'b')?.index).toBe(2);
});

/** The definition as a regular expression with backtracking: lazy text, greedy kinds, the whole text. */
const definition: Readonly<Record<string, string>> = {
  '{p}': '([^]+?)',
  '{q:any}': '([^]*?)',
  '{w:word}': '(\\S+)',
  '{v:word}': '(\\S+)',
  '{r}': '([^]+?)',
  '{i:int}': '([+-]?\\d+)',
  '{n:number}': '([+-]?\\d+(?:\\.\\d+)?)',
};

describe('fits like the backtracking definition', () => {
  const capture = fc.constantFrom(...Object.keys(definition));
  const literal = fc.constantFrom('a', '1', 'a1', '-', '.', 'b');
  const shape = fc
    .uniqueArray(capture, { minLength: 1, maxLength: 5 })
    .chain((captures) =>
      fc.tuple(fc.constant(captures), fc.array(literal, { minLength: captures.length, maxLength: captures.length })),
    );
  test('on random patterns and texts', () => {
    fc.assert(
      fc.property(
        shape,
        fc.string({ unit: fc.constantFrom('a', 'b', '1', '2', '-', '.', '\n'), maxLength: 24 }),
        ([captures, literals], text) => {
          const pattern = captures.map((part, i) => part + literals[i]).join('');
          const source = captures.map((part, i) => definition[part] + literals[i].replace('.', '\\.')).join('');
          const hit = new RegExp(`^${source}$`).exec(text);
          const names = captures.map((part) => part.slice(1, 2));
          const expected =
            hit && Object.fromEntries(names.flatMap((name, i) => (hit[i + 1] ? [[name, hit[i + 1]]] : [])));
          expect(match(pattern, text)).toEqual(expected);
        },
      ),
      {
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: seconds * 1000,
        markInterruptAsFailure: false,
        ...seed,
      },
    );
  });
});

test('a text made to backtrack costs steps in proportion to its length', () => {
  const words = '{a}x{b}x{c}x{d:word}y{e:int}z{f:quoted}!';
  const late = (text: string, end: string): string => text.repeat(200_000) + end;
  for (const text of [
    late('a ', '\t'),
    late('a\t', ' '),
    'x'.repeat(200_000),
    'x1'.repeat(100_000),
    '"\\"'.repeat(60_000),
    'x"y1z'.repeat(40_000),
  ]) {
    expect(match(words, text)).toBeNull();
    expect(match('{a} {b} {c} {d:int}!', text)).toBeNull();
  }
});
