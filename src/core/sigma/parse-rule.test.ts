import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatProblem } from '../error/error.ts';
import type { Query, Test } from '../query/ast.ts';
import { parseRules } from './parse-rule.ts';
import type { SigmaRule } from './rule.ts';

const seconds = Number(process.env.FUZZ_SECONDS ?? 2);
const seed = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) };

const head = `title: A rule
id: 0f6d1d3a-5d0e-4a63-9b43-6b6a0b7d3f10
logsource: { product: aws, service: cloudtrail }
`;

/** A rule whose detection is the given lines. */
function rule(detection: string): string {
  const indented = detection.replace(/^/gm, '  ');
  return `${head}detection:\n${indented}\n`;
}

function read(detection: string, placeholders?: ReadonlyMap<string, readonly string[]>): Query {
  const [document] = parseRules('r.yml', rule(detection), placeholders === undefined ? {} : { placeholders });
  expect(document.problems).toEqual([]);
  return (document.body as SigmaRule).query;
}

function complaints(text: string): readonly string[] {
  return parseRules('r.yml', text).flatMap(({ problems }) => problems.map(formatProblem));
}

const on = (field: string, tested: Test): Query => ({ kind: 'test', field, test: tested });
const equals = (field: string, value: string, cased = false): Query => on(field, { op: 'equals', value, cased });
const contains = (field: string, value: string): Query => on(field, { op: 'contains', value, cased: false });
const any = (...of: Query[]): Query => ({ kind: 'or', of });
const every = (...of: Query[]): Query => ({ kind: 'and', of });
const none = (of: Query): Query => ({ kind: 'not', of });
const keyword = (value: string): Query => ({ kind: 'keyword', test: { op: 'contains', value, cased: false } });

describe('detections', () => {
  const line = (item: string): string => `s:\n  ${item}\ncondition: s`;
  test.each<[string, string, Query]>([
    ['a text', line('a: x'), equals('a', 'x')],
    ['a number as it is written', line('a: 007'), equals('a', '007')],
    ['a boolean', line('a: true'), equals('a', 'true')],
    ['null', line('a: null'), on('a', { op: 'null' })],
    ['a quoted null is a text', line("a: 'null'"), equals('a', 'null')],
    ['the empty text', line("a: ''"), equals('a', '')],
    ['a list is any of its values', line('a: [x, y]'), any(equals('a', 'x'), equals('a', 'y'))],
    ['a map is all of its items', line('{ a: x, b: y }'), every(equals('a', 'x'), equals('b', 'y'))],
    ['a list of maps is any of them', line('[{ a: x }, { b: y }]'), any(equals('a', 'x'), equals('b', 'y'))],
    ['texts are keywords', line('[x, y]'), any(keyword('x'), keyword('y'))],
    ['a lone text is a keyword', 's: x\ncondition: s', keyword('x')],
    ['keywords that must all stand', line("'|all': [x, y]"), every(keyword('x'), keyword('y'))],
    ['a keyword expression', line("'|re': x+"), { kind: 'keyword', test: { op: 'regex', pattern: 'x+', flags: '' } }],
    ['maps and keywords mixed', line('[x, { a: y }]'), any(keyword('x'), equals('a', 'y'))],
    ['a wildcard behind', line('a: x*'), on('a', { op: 'startswith', value: 'x', cased: false })],
    ['a wildcard before', line("a: '*x'"), on('a', { op: 'endswith', value: 'x', cased: false })],
    ['wildcards around', line("a: '*x*'"), contains('a', 'x')],
    [
      'a wildcard within',
      line('a: x?y'),
      on('a', { op: 'like', parts: [{ literal: 'x' }, { wild: '?' }, { literal: 'y' }], cased: false }),
    ],
    ['nothing but a wildcard', line("a: '*'"), on('a', { op: 'exists' })],
    ['an escaped wildcard', line("a: 'x\\*'"), equals('a', 'x*')],
    [
      'an escaped backslash before a wildcard',
      line("a: 'x\\\\*'"),
      on('a', { op: 'startswith', value: 'x\\', cased: false }),
    ],
    ['a backslash and an escaped wildcard', line("a: 'x\\\\\\*'"), equals('a', 'x\\*')],
    ['a plain backslash', line("a: 'x\\y'"), equals('a', 'x\\y')],
    ['two backslashes are one', line("a: 'x\\\\y'"), equals('a', 'x\\y')],
    ['four backslashes are two', line("a: 'x\\\\\\\\y'"), equals('a', 'x\\\\y')],
  ])('%s', (_, detection, query) => {
    expect(read(detection)).toEqual(query);
  });

  test.each<[string, Query]>([
    ['a and b', every(equals('f', 'a'), equals('f', 'b'))],
    ['a or b and c1', any(equals('f', 'a'), every(equals('f', 'b'), equals('f', 'c1')))],
    ['(a or b) and c1', every(any(equals('f', 'a'), equals('f', 'b')), equals('f', 'c1'))],
    ['not a and b', every(none(equals('f', 'a')), equals('f', 'b'))],
    ['NOT a OR b', any(none(equals('f', 'a')), equals('f', 'b'))],
    ['not not a', equals('f', 'a')],
    ['1 of c*', any(equals('f', 'c1'), equals('f', 'c2'))],
    ['any of c*', any(equals('f', 'c1'), equals('f', 'c2'))],
    ['all of c*', every(equals('f', 'c1'), equals('f', 'c2'))],
    ['a and not 1 of c*', every(equals('f', 'a'), none(any(equals('f', 'c1'), equals('f', 'c2'))))],
    ['all of them', every(...['a', 'b', 'c1', 'c2'].map((value) => equals('f', value)))],
    ['1 of *2', equals('f', 'c2')],
    ['_x or a', any(equals('f', '_x'), equals('f', 'a'))],
  ])('condition: %s', (condition, query) => {
    const searches = ['a', 'b', 'c1', 'c2', '_x'].map((name) => `${name}: { f: ${name} }`).join('\n');
    expect(read(`${searches}\ncondition: ${condition}`)).toEqual(query);
  });

  test('conditions in a list are alternatives', () => {
    expect(read('a: { f: x }\nb: { f: y }\ncondition:\n  - a\n  - b')).toEqual(any(equals('f', 'x'), equals('f', 'y')));
  });

  test('field names and where they stand are kept', () => {
    const [document] = parseRules('r.yml', rule('s:\n  a|contains: x\n  b|fieldref: c.d\ncondition: s'));
    expect((document.body as SigmaRule).fields).toEqual(
      new Map([
        ['a', { line: 6, column: 5 }],
        ['b', { line: 7, column: 5 }],
        ['c.d', { line: 7, column: 17 }],
      ]),
    );
  });
});

describe('modifiers', () => {
  const one = (modifiers: string, values: string): Query => read(`s:\n  a|${modifiers}: ${values}\ncondition: s`);
  test.each<[string, string, Query]>([
    ['contains', 'x', contains('a', 'x')],
    ['contains|cased', 'x', on('a', { op: 'contains', value: 'x', cased: true })],
    ['cased', 'x', equals('a', 'x', true)],
    ['startswith', 'x', on('a', { op: 'startswith', value: 'x', cased: false })],
    ['endswith', "'\\x.exe'", on('a', { op: 'endswith', value: '\\x.exe', cased: false })],
    ['contains|all', '[x, y]', every(contains('a', 'x'), contains('a', 'y'))],
    ['neq', '[x, y]', none(any(equals('a', 'x'), equals('a', 'y')))],
    ['exists', 'true', on('a', { op: 'exists' })],
    ['exists', 'false', none(on('a', { op: 'exists' }))],
    ['re', 'x.*y', on('a', { op: 'regex', pattern: 'x.*y', flags: '' })],
    ['re|i|s|i', "'x\\*'", on('a', { op: 'regex', pattern: 'x\\*', flags: 'is' })],
    ['cidr', '203.0.113.0/24', on('a', { op: 'cidr', cidr: '203.0.113.0/24' })],
    ['gte', '5', on('a', { op: 'gte', value: '5' })],
    ['lt|neq', '5.5', none(on('a', { op: 'lt', value: '5.5' }))],
    ['hour', '5', on('a', { op: 'datepart', part: 'hour', is: 'equals', value: 5 })],
    ['week|gt', '51', on('a', { op: 'datepart', part: 'week', is: 'gt', value: 51 })],
    ['fieldref', 'b', on('a', { op: 'fieldref', field: 'b', how: 'equals', cased: false })],
    ['fieldref|endswith', 'b', on('a', { op: 'fieldref', field: 'b', how: 'endswith', cased: false })],
    ['startswith|fieldref|neq', 'b', none(on('a', { op: 'fieldref', field: 'b', how: 'startswith', cased: false }))],
    ['base64', 'foobar', equals('a', 'Zm9vYmFy')],
    ['base64', 'foob', equals('a', 'Zm9vYg==')],
    // RFC 4648 test vectors above; the offsets below are what `base64` of coreutils shows inside longer texts.
    [
      'base64offset|contains',
      'foobar',
      any(contains('a', 'Zm9vYmFy'), contains('a', 'Zvb2Jhc'), contains('a', 'mb29iYX')),
    ],
    ['wide|base64', 'ab', equals('a', 'YQBiAA==')],
    ['utf16le|base64', 'ab', equals('a', 'YQBiAA==')],
    ['utf16be|base64', 'ab', equals('a', 'AGEAYg==')],
    ['utf16|base64', 'ab', equals('a', '//5hAGIA')],
    ['wide', 'a', equals('a', 'a\u0000')],
  ])('%s: %s', (modifiers, values, query) => {
    expect(one(modifiers, values)).toEqual(query);
  });

  test('windash writes options in every way, and leaves dashes in words alone', () => {
    const forms = ['-', '/', '\u2013', '\u2014', '\u2015'].map((dash) => contains('a', ` ${dash}f ex-ample`));
    expect(one('contains|windash', "' -f ex-ample'")).toEqual(any(...forms));
    const pairs = one('windash', "'-a /b'");
    expect(pairs.kind === 'or' && pairs.of.length).toBe(25);
  });

  test('expand takes configured values, with wildcards, and leaves escaped percent signs', () => {
    const placeholders = new Map([['servers', ['srv*', 'db1']]]);
    const query = read("s:\n  a|expand: ['%servers%.example.com', '\\%servers\\%']\ncondition: s", placeholders);
    const like: Test = {
      op: 'like',
      parts: [{ literal: 'srv' }, { wild: '*' }, { literal: '.example.com' }],
      cased: false,
    };
    expect(query).toEqual(any(on('a', like), equals('a', 'db1.example.com'), equals('a', '%servers%')));
  });

  test('look-around at the edges of an expression becomes tests of its own', () => {
    const regex = (pattern: string): Query => on('a', { op: 'regex', pattern, flags: '' });
    expect(one('re', "'^(?!GET )(?=.*\\.php)[A-Z]+ /'")).toEqual(
      every(regex('^[A-Z]+ /'), regex('^(?:.*\\.php)'), none(regex('^(?:GET )'))),
    );
    expect(one('re', "'(?<=user=)root(?=;)'")).toEqual(regex('(?:user=)root(?:;)'));
  });
});

describe('problems', () => {
  test('all of a document are reported, each at its place', () => {
    const text = `title: ''
id: ''
level: hihg
logsource: {}
detection:
  s:
    a|containz: x
    b|re: '(x'
    c|cidr: 300.1.1.1/8
    d|contains|startswith: x
    e|exists: maybe
    f|expand: '%who%'
    g: { h: x }
    i: []
  condition: s and (selectoin or 2 of s)
`;
    expect(complaints(text)).toEqual([
      'r.yml:1:1 KEY_MISSING A rule needs a title. Add "title: what the rule finds".',
      'r.yml:2:5 VALUE_INVALID An id is a text, best a random UUID.',
      'r.yml:3:8 VALUE_INVALID "hihg" is no level; they are informational, low, medium, high, critical. Did you mean "high"?',
      'r.yml:4:12 VALUE_INVALID A rule needs a logsource that names a product, a service or a category.',
      'r.yml:7:7 RULE_MODIFIER_UNKNOWN Sigma 2.1 has no modifier "containz". Did you mean "contains"?',
      expect.stringMatching(/^r\.yml:8:11 REGEX_SYNTAX \/\(x\/ is not a regular expression: /),
      'r.yml:9:7 RULE_MODIFIER_INVALID "300.1.1.1/8" is not a network; write 203.0.113.0/24 or 2001:db8::/32.',
      'r.yml:10:16 RULE_MODIFIER_INVALID startswith and contains exclude each other.',
      'r.yml:11:7 RULE_MODIFIER_INVALID exists takes true or false.',
      'r.yml:12:7 RULE_PLACEHOLDER_UNKNOWN No values are configured for the placeholder %who%.',
      'r.yml:13:8 VALUE_INVALID A value is a text, a number, true, false or null.',
      'r.yml:14:8 VALUE_INVALID The list has no values.',
      'r.yml:15:21 RULE_CONDITION_SYNTAX No detection is called "selectoin".',
      'r.yml:15:34 RULE_CONDITION_SYNTAX Sigma has "1 of" and "all of", not "2 of".',
    ]);
  });

  test.each<[string, string, RegExp]>([
    ['no map', '- x', /RULE_INVALID A rule is a map/],
    ['no YAML', 'title: [', /YAML_/],
    ['a key twice', `${head}title: B\n`, /YAML_DUPLICATE_KEY/],
    ['no detection', head, /KEY_MISSING A rule needs a detection/],
    ['no searches', rule('condition: s'), /KEY_MISSING A detection needs at least one named search/],
    ['no condition', rule('s: { a: x }'), /KEY_MISSING A detection needs a condition/],
    ['old counting', rule('s: { a: x }\ncondition: s | count() > 5'), /6:16 .*\| is not part of Sigma 2/s],
    ['an open bracket', rule('s: { a: x }\ncondition: (s'), /Expected "\)", but the condition ends/],
    ['two names', rule('s: { a: x }\ncondition: s s'), /Expected "and", "or" or the end, but found "s"/],
    ['deep nesting', rule(`s: { a: x }\ncondition: ${'('.repeat(5000)}s`), /at most 100 levels/],
    ['look-around within', rule("s: { a|re: 'a(?!b)c' }\ncondition: s"), /REGEX_NOT_LINEAR/],
    ['look-around beside an alternative', rule("s: { a|re: '^(?!b)c|d' }\ncondition: s"), /REGEX_NOT_LINEAR/],
    ['a back-reference', rule("s: { a|re: '(a)\\1' }\ncondition: s"), /REGEX_NOT_LINEAR/],
    ['an old collection', `${head}action: global\n`, /RULE_UNSUPPORTED/],
    ['Japanese that is no map', `${rule('s: { a: x }\ncondition: s')}\nja: 題\n`, /ja has a title of at most 256/],
    ['a null to contain', rule('s: { a|contains: null }\ncondition: s'), /contains needs a text, not null/],
    ['an hour too many', rule('s: { a|hour: 24 }\ncondition: s'), /hour takes a whole number from 0 to 23/],
    ['no number', rule('s: { a|gt: x }\ncondition: s'), /gt compares numbers/],
    ['a flag alone', rule('s: { a|i: x }\ncondition: s'), /i is a flag of re/],
    ['wildcards to encode', rule("s: { a|base64: 'x*' }\ncondition: s"), /base64 needs a text without wildcards/],
    ['too many options', rule("s: { a|windash: '-a -b -c -d -e -f' }\ncondition: s"), /at most 5 options/],
    ['a network as keyword', rule("s: { '|cidr': 203.0.113.0/24 }\ncondition: s"), /Keywords are texts or regular/],
  ])('%s', (_, text, complaint) => {
    expect(complaints(text).join('\n')).toMatch(complaint);
    expect(parseRules('r.yml', text).every(({ body }) => body === undefined)).toBe(true);
  });
});

describe('documents', () => {
  test('each of a file is read for itself, at its own lines', () => {
    const documents = parseRules(
      'r.yml',
      `---\n# first\n${rule('s: { a: x }\ncondition: s')}---\n${head}...\n---\n# nothing\n`,
    );
    expect(documents.map(({ line, body }) => [line, body?.kind])).toEqual([
      [3, 'rule'],
      [10, undefined],
    ]);
    expect(documents[1].problems.map(formatProblem)).toEqual([
      'r.yml:10:1 KEY_MISSING A rule needs a detection: a map of named searches and a condition.',
    ]);
  });

  test('an id that is no UUID is a warning', () => {
    const [document] = parseRules(
      'r.yml',
      'title: R\nid: my-rule\nlogsource: { product: aws }\ndetection: { s: [x], condition: s }\n',
    );
    expect(document.body).toMatchObject({ id: 'my-rule' });
    expect(document.problems).toMatchObject([{ severity: 'warning', location: { line: 2, column: 5 } }]);
  });

  test('filters and correlations are read', () => {
    const filter = `title: F\nlogsource: { product: aws }\nfilter:\n  rules: [r1]\n  s: { a: x }\n  condition: s\n`;
    const correlation = `title: C\ncorrelation:\n  type: value_count\n  rules: [r1, r2]\n  group-by: [user]\n  timespan: 10m\n  condition: { gte: 5, field: [target] }\n  aliases: { user: { r1: a, r2: b } }\n`;
    const [first, second] = parseRules('r.yml', `${filter}---\n${correlation}`);
    expect(first.body).toMatchObject({
      kind: 'filter',
      rules: [{ name: 'r1', position: { line: 4, column: 11 } }],
      query: equals('a', 'x'),
    });
    expect(second.body).toMatchObject({
      kind: 'correlation',
      type: 'value_count',
      seconds: 600,
      groupBy: ['user'],
      comparisons: [{ is: 'gte', count: 5 }],
      valueFields: ['target'],
      aliases: new Map([
        [
          'user',
          new Map([
            ['r1', 'a'],
            ['r2', 'b'],
          ]),
        ],
      ]),
    });
  });

  test('whatever the text, reading ends without an exception', () => {
    const piece = fc.oneof(
      fc.constantFrom(...rule("s|all: ['*x', { a|re|i: '(' }]\ncondition: 1 of s* and not (s)").split(/(?<=[\s:|,])/)),
      fc.string({ maxLength: 8 }),
    );
    const property = fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      for (const document of parseRules('r.yml', pieces.join(''))) {
        expect(document.body === undefined).toBe(document.problems.some(({ severity }) => severity === 'error'));
      }
    });
    fc.assert(property, { interruptAfterTimeLimit: seconds * 1000, numRuns: 1_000_000, ...seed });
  });
});
