import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acting, hostileText } from '../core/harmless/hostile-text.fixture.ts';
import {
  blockAddress,
  blockUser,
  closeBucket,
  deactivateKey,
  denyOlderSessions,
  lookFurther,
  quarantineInstance,
  startTrail,
} from './commands.ts';

const account = '111122223333';
const key = 'AKIAIOSFODNN7EXAMPLE';
const time = 1_795_486_445_000_000_000n;

describe('commands with their values filled in', () => {
  test.each([
    [lookFurther('A-1'), 'kushi actor A-1'],
    [startTrail('main', account, 'eu-west-1'), 'aws cloudtrail start-logging --name main --region eu-west-1'],
    [startTrail('main', account, null), 'aws cloudtrail start-logging --name main'],
    [
      deactivateKey(key, '-rf', account),
      `aws iam update-access-key --user-name=-rf --access-key-id ${key} --status Inactive`,
    ],
    [
      blockUser('ghost', account, 'aws-cn'),
      'aws iam attach-user-policy --user-name ghost --policy-arn arn:aws-cn:iam::aws:policy/AWSDenyAll',
    ],
    [
      quarantineInstance('i-0123456789abcdef0', 'eu-west-1'),
      `aws ec2 modify-instance-attribute --instance-id i-0123456789abcdef0 --region eu-west-1 --groups "\${QUARANTINE_GROUP:?id of a security group without rules}"`,
    ],
    [
      blockAddress('2001:db8::1'),
      'aws wafv2 create-ip-set --name blocked-2001-db8--1 --scope REGIONAL --ip-address-version IPV6 --addresses 2001:db8::1/128',
    ],
    [
      closeBucket('logs', account),
      'aws s3api put-public-access-block --bucket logs --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
    ],
  ])('%#', (made, expected) => {
    expect(made.map(({ shell }) => shell)).toEqual([expected]);
  });

  test('the policy that ends sessions is JSON in one word', () => {
    const [{ shell }] = denyOlderSessions('web', account, time);
    const script = `set -- ${shell}; eval 'printf %s "$9"'`;
    expect(JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).Statement[0].Condition).toEqual({
      DateLessThan: { 'aws:TokenIssueTime': '2026-11-24T02:14:05Z' },
    });
  });
});

test('no command is made of what cannot be the name of a thing', () => {
  expect(deactivateKey(key, 'ghost; reboot', account)).toEqual([]);
  expect(deactivateKey('ASIA', 'ghost', account)).toEqual([]);
  expect(blockUser('$(reboot)', account, 'aws')).toEqual([]);
  expect(closeBucket('UPPER', account)).toEqual([]);
  expect(blockAddress('203.0.113.50; reboot')).toEqual([]);
  expect(quarantineInstance('i-0123; reboot', null)).toEqual([]);
});

test('whatever a log says, the line runs one program and hides nothing', () => {
  const value = fc.oneof(hostileText, fc.constantFrom(account, key, 'ghost', 'i-0123456789abcdef0', 'eu-west-1'));
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      const made = [
        ...lookFurther(a),
        ...startTrail(a, b, c),
        ...deactivateKey(a, b, c),
        ...blockUser(a, b, c),
        ...denyOlderSessions(a, b, time),
        ...quarantineInstance(a, b),
        ...blockAddress(a),
        ...closeBucket(a, b),
      ];
      for (const { shell } of made) {
        expect(acting(shell)).toEqual([]);
        const words = shell
          .replaceAll("'\\''", '')
          .replace(/'[^']*'/g, 'Q')
          .replace(/"\$\{QUARANTINE_GROUP:\?[ \w]+\}"/, 'Q');
        expect(words).toMatch(/^(?:aws|kushi) [A-Za-z0-9_./:=@%+,\- ]*$/);
      }
    }),
    { numRuns: 1000 },
  );
});
