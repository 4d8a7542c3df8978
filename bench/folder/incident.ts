import type { Call } from '../../demo/cloudtrail/cloudtrail-record.ts';
import { explicitCall, type Holder } from '../../demo/cloudtrail/explicit-call.ts';
import { roleIdentity } from '../../demo/cloudtrail/identity.ts';
import { minute } from '../../demo/time/stamp.ts';

/** Keys of a chain, each issued by a call of the one before. */
export const chainKeys = [1, 2, 3].map((n) => `ASIABENCHSTOLEN00000${n}`);

/** Where all three are used. */
export const chainAddress = '203.0.113.9';

/** A stolen key assumes a role, and that one the next, which turns logging off: 123 calls within four hours. */
export function incident(accountId: string, start: number): readonly Call[] {
  const [stolen, middle, last] = chainKeys.map((key, at) => holderOf(accountId, at, { key, start }));
  const at = (minutes: number) => start + minutes * minute;
  return [
    ...looks(stolen, at(0)),
    assumes(accountId, stolen, { time: at(70), next: 1 }),
    assumes(accountId, middle, { time: at(80), next: 2 }),
    ...looks(last, at(90)),
    explicitCall(last, at(200), { source: 'cloudtrail', name: 'StopLogging', request: { name: 'bench' } }),
  ];
}

const roleName = (at: number) => `bench-role-${at + 1}`;
const session = 'bench-session';

function holderOf(accountId: string, at: number, { key, start }: { key: string; start: number }): Holder {
  const role = { accountId, roleName: roleName(at), roleId: `AROABENCHROLE0000000${at + 1}` };
  const identity = roleIdentity(role, session, { accessKeyId: key, session: { created: start, mfa: false } });
  return { identity, address: chainAddress, agent: 'aws-cli/2.15.0' };
}

function looks(holder: Holder, start: number): readonly Call[] {
  const names = ['DescribeInstances', 'DescribeSecurityGroups', 'DescribeSnapshots'];
  return Array.from({ length: 60 }, (_, n) =>
    explicitCall(holder, start + n * minute, { source: 'ec2', name: names[n % names.length] }),
  );
}

function assumes(accountId: string, holder: Holder, { time, next }: { time: number; next: number }): Call {
  const roleArn = `arn:aws:iam::${accountId}:role/${roleName(next)}`;
  const credentials = { accessKeyId: chainKeys[next], sessionToken: 'bench' };
  const shape = { source: 'sts', name: 'AssumeRole', request: { roleArn, roleSessionName: session } };
  return explicitCall(holder, time, { ...shape, response: { credentials } });
}
