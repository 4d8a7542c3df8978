import { describe, expect, test } from 'vitest';
import { createBatchMaker } from '../detect/test-batch.ts';
import { formatProblem } from '../error/error.ts';
import { parseRuleTests } from './parse-rule-tests.ts';
import { runRuleTests } from './run-rule-tests.ts';

const file = `
base:
  type: test.log
  record: { user: { name: alice, id: "1" }, tags: [a, b], count: 5 }
match:
  - name: a change deep inside
    record: { user: { name: bob }, tags: [c] }
  - name: a line
    type: other.log
    record: 'x y z'
no_match:
  - name: the base as it is
    record: {}
`;

describe('rule test files', () => {
  test('merge records into their base, and keep what kind their values are', () => {
    const { value, problems } = parseRuleTests('r.test.yml', file);
    expect(problems).toEqual([]);
    expect(value).toEqual([
      {
        name: 'a change deep inside',
        type: 'test.log',
        record: '{"user":{"name":"bob","id":"1"},"tags":["c"],"count":5}',
        matches: true,
      },
      { name: 'a line', type: 'other.log', record: 'x y z', matches: true },
      {
        name: 'the base as it is',
        type: 'test.log',
        record: '{"user":{"name":"alice","id":"1"},"tags":["a","b"],"count":5}',
        matches: false,
      },
    ]);
  });

  test.each([
    ['a list', '- x', 'r.test.yml:1:1 RULE_TEST_INVALID The file is a map with match and no_match.'],
    ['no YAML', 'match: [', /^r\.test\.yml:1:9 YAML_SYNTAX /],
    ['no cases', 'match: []', /match needs at least one case.*\n.*no_match needs at least one case/],
    [
      'no type',
      'match: [{ name: a, record: x }]\nno_match: [{ name: b, type: t, record: x }]',
      /match, case 1: needs a name/,
    ],
    [
      'no record',
      'match: [{ name: a, type: t }]\nno_match: [{ name: b, type: t, record: 5 }]',
      /no_match, case 1: needs/,
    ],
  ])('complain of %s', (_, text, complaint) => {
    const { value, problems } = parseRuleTests('r.test.yml', text);
    expect(value).toBeUndefined();
    expect(problems.map(formatProblem).join('\n')).toMatch(complaint);
  });
});

describe('running rule tests', () => {
  const rule = {
    queries: new Map([
      ['test.log', { kind: 'test', field: 'user.name', test: { op: 'equals', value: 'bob', cased: false } } as const],
    ]),
  };
  const normalize = (type: string, record: string) =>
    record === '' ? undefined : createBatchMaker(type)([{ 'user.name': record }]).batch;
  test.each([
    ['a match', { type: 'test.log', record: 'bob', matches: true }, null],
    ['no match', { type: 'test.log', record: 'eve', matches: false }, null],
    ['a missed match', { type: 'test.log', record: 'eve', matches: true }, 'The rule does not match.'],
    ['a match too many', { type: 'test.log', record: 'bob', matches: false }, 'The rule matches, and must not.'],
    ['another log type', { type: 'other', record: 'bob', matches: false }, 'The rule does not look at other.'],
    ['no event', { type: 'test.log', record: '', matches: false }, 'The record is no event of test.log.'],
  ])('%s', (name, testCase, message) => {
    const [result] = runRuleTests(rule, [{ name, ...testCase }], { fieldTypes: () => 'keyword', normalize });
    expect(result).toMatchObject({ passed: message === null, message });
  });
});
