import { describe, expect, test } from 'vitest';
import { ValueKind } from '../batch/dictionary.ts';
import { formatProblem } from '../error/error.ts';
import { compileQuery } from '../query/evaluate.ts';
import { createResolver, type RuleTarget } from './create-resolver.ts';
import { loadRules } from './load-rules.ts';

const trail: RuleTarget = {
  id: 'aws.cloudtrail',
  logsources: [{ product: 'aws', service: 'cloudtrail' }],
  fields: { fields: [], record: ['eventName'] },
  copied: new Map(),
};
const resolver = createResolver([trail]);

const id = '6f3e2987-db24-4c78-a860-b4f4095a7095';
const rule = `title: Login
id: ${id}
name: any_login
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName: Login }, condition: s }
`;

/** A filter in JSON, which is YAML. */
function filter(body: object, logsource: object = { product: 'aws' }): string {
  return JSON.stringify({ title: 'Administrators', logsource, filter: body });
}

function load(...filters: readonly string[]) {
  const files = filters.map((text, index) => ({ path: `f${index}.yml`, text }));
  return loadRules([{ path: 'r.yml', text: rule }, ...files], resolver);
}

/** Who is found of those who log in. */
function found(loaded: ReturnType<typeof load>): readonly string[] {
  const passes = compileQuery(loaded.rules[0].queries.get('aws.cloudtrail')!, () => 'keyword');
  return ['adm_eve', 'bob', 'carol'].filter((user) =>
    passes({
      values: (field) => [{ text: field === 'user.name' ? user : 'Login', kind: ValueKind.text }],
      keywords: () => [],
    }),
  );
}

const selection = { 'user.name|startswith': 'adm_' };

describe('a filter', () => {
  test.each<[string, object, readonly string[]]>([
    ['suppresses what its condition says', { rules: [id], selection, condition: 'selection' }, ['bob', 'carol']],
    ['suppresses what is not kept', { rules: [id], selection, condition: 'not selection' }, ['bob', 'carol']],
    ['knows rules by name', { rules: 'any_login', selection, condition: 'selection' }, ['bob', 'carol']],
    ['knows ids in any case', { rules: [id.toUpperCase()], selection, condition: 'selection' }, ['bob', 'carol']],
    ['restricts all of its logsource', { rules: 'any', selection, condition: 'selection' }, ['bob', 'carol']],
    [
      'keeps what no negation of several suppresses',
      { rules: 'any', a: selection, b: { 'user.name': 'bob' }, condition: 'not a and not b' },
      ['carol'],
    ],
    [
      'keeps what negated patterns leave',
      { rules: 'any', s_a: selection, s_b: { 'user.name': 'bob' }, condition: 'not 1 of s_*' },
      ['carol'],
    ],
    [
      'suppresses all but exceptions',
      { rules: 'any', a: { eventName: 'Login' }, b: { 'user.name': 'bob' }, condition: 'a and not b' },
      ['bob'],
    ],
    [
      'takes a search that is itself a negation as a search',
      { rules: 'any', a: { 'user.name|neq': 'bob' }, condition: 'a' },
      ['bob'],
    ],
  ])('%s', (_, body, users) => {
    const loaded = load(filter(body));
    expect(loaded.problems).toEqual([]);
    expect(found(loaded)).toEqual(users);
  });

  test('is one of several', () => {
    const bob = filter({ rules: [id], s: { 'user.name': 'bob' }, condition: 's' });
    const loaded = load(filter({ rules: [id], selection, condition: 'selection' }), bob);
    expect(found(loaded)).toEqual(['carol']);
    expect(loaded.listing[0].filters.map(({ path }) => path)).toEqual(['f0.yml', 'f1.yml']);
    expect(loaded.listing.map(({ status }) => status)).toEqual(['loaded', 'loaded', 'loaded']);
  });

  test('may stand in the file of a rule, before or behind it', () => {
    const text = `${filter({ rules: [id], selection, condition: 'selection' })}\n---\n${rule}`;
    expect(found(loadRules([{ path: 'f.yml', text }], resolver))).toEqual(['bob', 'carol']);
  });

  test.each<[string, object, object, string, string, string]>([
    [
      'a rule that is not there',
      { rules: ['any_logn'], selection, condition: 'selection' },
      { product: 'aws' },
      '"any_logn"',
      'RULE_REFERENCE_UNKNOWN No rule has the id or name "any_logn". Did you mean "any_login"?',
      'cannot_fire',
    ],
    [
      'a title',
      { rules: ['Login', id], selection, condition: 'selection' },
      { product: 'aws' },
      '"Login"',
      `RULE_REFERENCE_UNKNOWN "Login" is the title of a rule. Name it by its id ${id}.`,
      'loaded',
    ],
    [
      'a rule of another logsource',
      { rules: ['any_login'], selection, condition: 'selection' },
      { product: 'aws', service: 'waf' },
      '"any_login"',
      'RULE_LOGSOURCE_UNKNOWN The logsource of "any_login" is not within this filter\'s. Leave out the parts that differ.',
      'cannot_fire',
    ],
    [
      'any rule of a logsource that none has',
      { rules: 'any', selection, condition: 'selection' },
      { product: 'windows' },
      '{"product"',
      'RULE_LOGSOURCE_UNKNOWN No rule has the logsource of this filter.',
      'cannot_fire',
    ],
    [
      'a field that nobody has',
      { rules: 'any', s: { eventNam: 'x' }, condition: 's' },
      { product: 'aws' },
      'eventNam',
      'RULE_FIELD_UNKNOWN aws.cloudtrail has no field "eventNam". Did you mean "eventName"?',
      'loaded',
    ],
    [
      'no rule at all',
      { rules: [], selection, condition: 'selection' },
      { product: 'aws' },
      '[]',
      'KEY_MISSING A filter needs rules: ids or names of rules, or "any" for all of its logsource.',
      'refused',
    ],
    [
      'several conditions',
      { rules: [id], selection, condition: ['selection'] },
      { product: 'aws' },
      '["selection"',
      'VALUE_INVALID A filter has one condition: a text such as "selection".',
      'refused',
    ],
  ])('that names %s has a problem there', (_, body, logsource, where, message, status) => {
    const text = filter(body, logsource);
    const loaded = load(text);
    expect(loaded.problems.map(formatProblem)).toEqual([`f0.yml:1:${text.indexOf(where) + 1} ${message}`]);
    expect(loaded.listing[1].status).toBe(status);
  });

  test('that suppresses everything leaves a rule that cannot fire', () => {
    const loaded = load(filter({ rules: [id], s: { nothing: null }, condition: 's' }));
    expect(loaded.rules).toEqual([]);
    expect(loaded.listing[0]).toMatchObject({
      status: 'cannot_fire',
      reason: { message: 'The filter "Administrators" suppresses every match of the rule.' },
    });
  });
});
