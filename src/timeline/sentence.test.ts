import { describe, expect, test } from 'vitest';
import type { FieldValue } from '../core/event/field-value.ts';
import { sentenceOf } from './sentence.ts';
import { account, otherAccount, rowsOfSamples } from './testing/sample-store.ts';

const say = (fields: Readonly<Record<string, FieldValue>>, requested: string | null = null) =>
  sentenceOf(rowsOfSamples([{ at: '10:00', fields }])[0], requested);

describe('sentenceOf', () => {
  test.each<[string, Readonly<Record<string, FieldValue>>]>([
    ['ListUsers', { 'event.action': 'ListUsers' }],
    [
      `AssumeRole → admin in ${otherAccount}`,
      { 'event.action': 'AssumeRole', 'aws.resource_arns': [`arn:aws:iam::${otherAccount}:role/path/admin`] },
    ],
    ['CreateUser → ghost', { 'event.action': 'CreateUser', 'user.target.name': 'ghost' }],
    [
      'AttachUserPolicy → AdministratorAccess to ghost',
      {
        'event.action': 'AttachUserPolicy',
        'user.target.name': 'ghost',
        'aws.resource_arns': ['arn:aws:iam::aws:policy/AdministratorAccess'],
      },
    ],
    ['ListObjects → data', { 'event.action': 'ListObjects', 'aws.bucket': 'data' }],
    [
      'GetObject → data/a/b.csv',
      {
        'event.action': 'GetObject',
        'aws.bucket': 'data',
        'aws.resource_arns': ['arn:aws:s3:::data', 'arn:aws:s3:::data/a/b.csv'],
      },
    ],
    [
      `UpdateKey → arn:aws:kms:eu-west-1:${account}:key/1`,
      { 'event.action': 'UpdateKey', 'aws.resource_arns': [`arn:aws:kms:eu-west-1:${account}:key/1`] },
    ],
    [
      'GET /a?b=1 → 200, 12 bytes',
      {
        'http.request.method': 'GET',
        'url.path': '/a',
        'url.query': 'b=1',
        'http.response.status_code': 200n,
        'http.response.bytes': 12n,
      },
    ],
    [
      'GET /.env → block by SQLi',
      { 'http.request.method': 'GET', 'url.path': '/.env', 'event.action': 'block', 'rule.name': 'SQLi' },
    ],
    [
      '192.0.2.1:4000 → 10.0.0.1:443 accept, 99 bytes',
      {
        'event.action': 'accept',
        'network.transport': 'tcp',
        'source.ip': '192.0.2.1',
        'source.port': 4000n,
        'destination.ip': '10.0.0.1',
        'destination.port': 443n,
        'source.bytes': 99n,
      },
    ],
    [
      'finding (high): Key used from outside',
      { 'event.kind': 'alert', 'rule.name': 'Key used from outside', 'kushi.level': 'high', 'event.action': 'X:Y/Z' },
    ],
  ])('%s', (sentence, fields) => expect(say(fields)).toBe(sentence));

  test('names what the request names when no field does', () => {
    expect(say({ 'event.action': 'StopLogging' }, 'main')).toBe('StopLogging → main');
    expect(say({ 'event.action': 'CreateUser', 'user.target.name': 'a' }, 'b')).toBe('CreateUser → a');
  });
});
