import { expect, test } from 'vitest';
import { identityOfShape, lastingIdentity, sessionsOf, shortName, userIn } from './identity.ts';

test.each([
  ['AKIAIOSFODNN7EXAMPLE', 'access-key', null],
  ['ASIAIOSFODNN7EXAMPLE', 'access-key', null],
  ['arn:aws:sts::111122223333:assumed-role/deploy/alice@example.com', 'session', '111122223333'],
  ['arn:aws:iam::111122223333:user/team/alice', 'user', '111122223333'],
  ['arn:aws-cn:iam::111122223333:role/deploy', 'role', '111122223333'],
  ['arn:aws:sts::111122223333:federated-user/carol', 'federated-user', '111122223333'],
  ['arn:aws:iam::111122223333:root', 'root', '111122223333'],
  ['arn:aws:s3:::example-bucket', 'resource', null],
  ['arn:aws:kms:eu-west-1:111122223333:key/1234', 'resource', '111122223333'],
  ['111122223333', 'account', '111122223333'],
  ['i-0123456789abcdef0', 'instance', null],
  ['198.51.100.7', 'address', null],
  ['2001:db8::7', 'address', null],
])('%s is of kind %s', (name, kind, account) => {
  expect(identityOfShape(name)).toEqual({ kind, name, account });
});

test.each(['alice', 'AKIA', '11112222333', 'i-xyz', '198.51.100', ''])('"%s" is a bare name', (name) => {
  expect(identityOfShape(name)).toBeNull();
});

test.each([
  ['arn:aws:sts::111122223333:assumed-role/deploy/alice', 'arn:aws:iam::111122223333:role/deploy', 'deploy'],
  ['arn:aws-cn:sts::111122223333:assumed-role/deploy/alice', 'arn:aws-cn:iam::111122223333:role/deploy', 'deploy'],
  ['arn:aws:iam::111122223333:user/team/alice', 'arn:aws:iam::111122223333:user/team/alice', 'alice'],
])('behind %s lasts %s', (arn, lasting, short) => {
  const identity = lastingIdentity(arn);
  expect(identity?.name).toBe(lasting);
  expect(identity === null ? null : shortName(identity)).toBe(short);
});

test('names made from other names stay in their partition', () => {
  const arn = 'arn:aws-cn:sts::111122223333:assumed-role/deploy/alice';
  const role = lastingIdentity(arn);
  expect(role === null ? null : sessionsOf(role)).toBe('arn:aws-cn:sts::111122223333:assumed-role/deploy/');
  expect(userIn('444455556666', 'bob', arn).name).toBe('arn:aws-cn:iam::444455556666:user/bob');
});
