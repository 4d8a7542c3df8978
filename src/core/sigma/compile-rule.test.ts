import { describe, expect, test } from 'vitest';
import { formatProblem } from '../error/error.ts';
import type { Query } from '../query/ast.ts';
import { createResolver, type RuleTarget } from './create-resolver.ts';
import { loadRules } from './load-rules.ts';

const cloudtrail: RuleTarget = {
  id: 'aws.cloudtrail',
  logsources: [{ product: 'aws', service: 'cloudtrail' }],
  fields: {
    fields: [{ name: 'aws.bucket', type: 'keyword', array: false, description: '' }],
    record: ['eventName', 'errorCode', 'requestParameters.*', 'tlsDetails.tlsVersion'],
  },
  copied: new Map([['eventName', 'event.action']]),
};
const nginx: RuleTarget = {
  id: 'nginx.access',
  logsources: [{ category: 'webserver', product: 'nginx' }],
  fields: { fields: [], record: [] },
  copied: new Map(),
};
const alb: RuleTarget = {
  ...nginx,
  id: 'aws.alb',
  logsources: [{ product: 'aws', service: 'alb', category: 'webserver' }],
};
const resolver = createResolver([cloudtrail, nginx, alb]);

function load(detection: string, logsource = '{ product: aws, service: cloudtrail }') {
  const text = `title: R\nid: 6f3e2987-db24-4c78-a860-b4f4095a7095\nlogsource: ${logsource}\ndetection:\n${detection.replace(/^/gm, '  ')}\n`;
  return loadRules([{ path: 'r.yml', text }], resolver);
}

const equals = (field: string, value: string): Query => ({
  kind: 'test',
  field,
  test: { op: 'equals', value, cased: false },
});

describe('fields', () => {
  test.each([
    ['eventName', 'event.action'],
    ['errorCode', 'record.errorCode'],
    ['requestParameters.bucketName', 'record.requestParameters.bucketName'],
    ['requestParameters', 'record.requestParameters'],
    ['requestParameters.Process ID', 'record.requestParameters."Process ID"'],
    ['aws.bucket', 'aws.bucket'],
    ['source.ip', 'source.ip'],
    ['record.anything', 'record.anything'],
    ['src_ip', 'source.ip'],
  ])('%s is %s', (name, field) => {
    const { rules } = load(`s: { ${name}: x }\ncondition: s`);
    expect(rules[0].queries.get('aws.cloudtrail')).toEqual(equals(field, 'x'));
  });

  test('of relations are resolved on both sides', () => {
    const { rules } = load('s: { eventName|fieldref: errorCode }\ncondition: s');
    expect(rules[0].queries.get('aws.cloudtrail')).toMatchObject({
      field: 'event.action',
      test: { op: 'fieldref', field: 'record.errorCode' },
    });
  });
});

describe('logsources', () => {
  test.each([
    ['{ product: aws, service: cloudtrail }', ['aws.cloudtrail']],
    ['{ product: AWS }', ['aws.cloudtrail', 'aws.alb']],
    ['{ category: webserver }', ['nginx.access', 'aws.alb']],
    ['{ product: aws, service: alb }', ['aws.alb']],
    ['{ product: nginx }', ['nginx.access']],
  ])('%s is %s', (logsource, datasets) => {
    expect([...load('s: { source.ip: x }\ncondition: s', logsource).rules[0].queries.keys()]).toEqual(datasets);
  });

  test.each([
    ['{ product: windows }', 'product: windows'],
    ['{ product: aws, service: s3 }', 'product: aws, service: s3'],
    ['{ category: antivirus }', 'category: antivirus'],
    ['{ product: aws, service: cloudtrial }', 'product: aws, service: cloudtrial; the nearest is service: cloudtrail'],
    [
      '{ service: cloudtrails, product: asw }',
      'product: asw, service: cloudtrails; the nearest is product: aws, service: cloudtrail',
    ],
    ['{ category: webservers }', 'category: webservers; the nearest is category: webserver'],
    ['{ product: ngnix, service: access }', 'product: ngnix, service: access; the nearest is product: nginx'],
    ['{ product: windows, service: cloudtrial }', 'product: windows, service: cloudtrial'],
  ])('%s is unknown', (logsource, told) => {
    const { rules, listing } = load('s: { source.ip: x }\ncondition: s', logsource);
    expect(rules).toEqual([]);
    const message = `No log type has the log source ${told}.`;
    const reason = { code: 'RULE_LOGSOURCE_UNKNOWN', message, line: 3, column: 12 };
    expect(listing).toMatchObject([{ status: 'cannot_fire', reason }]);
  });
});

describe('unknown fields', () => {
  const known = equals('event.action', 'x');
  test.each<[string, string, Query | undefined]>([
    ['needed', 's: { eventName: x, evntName: y }\ncondition: s', undefined],
    ['needed in every alternative', 's: [{ nope: x }, { nada: y }]\ncondition: s', undefined],
    ['in one alternative', 's: [{ eventName: x }, { nope: y }]\ncondition: s', known],
    ['in a negation', 's: { eventName: x }\nf: { nope: y }\ncondition: s and not f', known],
    ['that must not exist', 's: { eventName: x, nope|exists: false }\ncondition: s', known],
    ['that must be null', 's: { eventName: x, nope: null }\ncondition: s', known],
    ['related to a known one', 's: { eventName|fieldref: nope }\ncondition: s', undefined],
  ])('%s', (_, detection, query) => {
    const { rules, listing, problems } = load(detection);
    expect(rules[0]?.queries.get('aws.cloudtrail')).toEqual(query);
    expect(listing[0].status).toBe(query === undefined ? 'cannot_fire' : 'loaded');
    expect(problems.every(({ severity }) => severity === (query === undefined ? 'error' : 'warning'))).toBe(true);
    expect(problems[0].code).toBe('RULE_FIELD_UNKNOWN');
  });

  test('are located, with the nearest name', () => {
    const { problems, listing } = load('s:\n  evntName: y\ncondition: s');
    expect(problems.map(formatProblem)).toEqual([
      'r.yml:6:5 RULE_FIELD_UNKNOWN aws.cloudtrail has no field "evntName". Did you mean "eventName"?',
    ]);
    expect(listing[0].reason).toMatchObject({ code: 'RULE_FIELD_UNKNOWN', line: 6, column: 5 });
  });
});

describe('listing', () => {
  test('has one line for each document, and refuses an id that is taken', () => {
    const rule = (id: string, extra = ''): string =>
      `title: ${id}\nid: ${id}\nlevel: high\nlogsource: { product: nginx }\ndetection: { s: { source.ip: x }, condition: s }\n${extra}`;
    const correlation = 'title: c\ncorrelation: { type: temporal, rules: [a], timespan: 1h }\n';
    const files = [
      { path: 'one.yml', text: `${rule('a')}---\n${rule('b', 'status: good\n')}` },
      { path: 'two.yml', text: `${rule('a')}---\n${correlation}` },
    ];
    const { listing, rules } = loadRules(files, resolver);
    expect(rules.map(({ path, rule: { id } }) => [path, id])).toEqual([['one.yml', 'a']]);
    expect(listing.map(({ id, path, line, status, reason }) => [id, path, line, status, reason?.code])).toEqual([
      ['a', 'one.yml', 1, 'loaded', undefined],
      ['b', 'one.yml', 7, 'refused', 'VALUE_INVALID'],
      ['a', 'two.yml', 1, 'refused', 'RULE_DUPLICATE_ID'],
      [null, 'two.yml', 7, 'refused', 'RULE_UNSUPPORTED'],
    ]);
    expect(listing[0]).toEqual({
      id: 'a',
      title: 'a',
      level: 'high',
      path: 'one.yml',
      line: 1,
      status: 'loaded',
      reason: null,
      filters: [],
    });
  });
});
