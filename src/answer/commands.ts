import { parseIp } from '../core/query/ip-value.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import { message } from '../core/words/say.ts';
import type { NextCommand } from './answer.ts';
import { shellLine } from './shell-quote.ts';

/**
 * Names as AWS lets them be. A value of a log that is none of these is not the name of a thing, so no command is made
 * of it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const shapes = {
  account: /^\d{12}$/,
  user: /^[\w+=,.@-]{1,128}$/,
  role: /^[\w+=,.@-]{1,64}$/,
  key: /^A[KS]IA[A-Z0-9]{12,128}$/,
  instance: /^i-[0-9a-f]{8,17}$/,
  bucket: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  trail: /^[\w.:/-]{3,256}$/,
  region: /^[a-z]{2}(?:-[a-z]+)+-\d$/,
} as const;

function fits(values: Partial<Record<keyof typeof shapes, string | null>>): boolean {
  return Object.entries(values).every(
    ([shape, value]) => typeof value === 'string' && shapes[shape as keyof typeof shapes].test(value),
  );
}

type Told = Pick<NextCommand, 'kind' | 'does' | 'breaks'>;

function command(told: Told, words: readonly string[]): NextCommand[] {
  const shell = shellLine(words);
  return shell === null ? [] : [{ ...told, shell }];
}

/** A value that begins with a dash would be an option itself. */
function option(name: string, value: string): readonly string[] {
  return value.startsWith('-') ? [`${name}=${value}`] : [name, value];
}

export function lookFurther(alert: string): NextCommand[] {
  const told = {
    kind: 'look-further',
    does: message('command.look-further', {}),
    breaks: message('command.look-further.breaks', {}),
  } as const;
  return command(told, ['kushi', 'actor', alert]);
}

/** The trail may be in any region; where the call that stopped it was made, it can be started. */
export function startTrail(trail: string, account: string, region: string | null): NextCommand[] {
  if (!fits({ trail, account })) return [];
  const told = {
    kind: 'start-trail',
    does: message('command.start-trail', { trail, account }),
    breaks: message('command.start-trail.breaks', {}),
  } as const;
  const where = fits({ region }) ? option('--region', region ?? '') : [];
  return command(told, ['aws', 'cloudtrail', 'start-logging', ...option('--name', trail), ...where]);
}

export function deactivateKey(key: string, user: string, account: string): NextCommand[] {
  if (!fits({ key, user, account })) return [];
  const told = {
    kind: 'deactivate-key',
    does: message('command.deactivate-key', { key, user, account }),
    breaks: message('command.deactivate-key.breaks', {}),
  } as const;
  const words = ['aws', 'iam', 'update-access-key', ...option('--user-name', user)];
  return command(told, [...words, ...option('--access-key-id', key), '--status', 'Inactive']);
}

export function blockUser(user: string, account: string, partition: string): NextCommand[] {
  if (!fits({ user, account }) || !/^aws[\w-]*$/.test(partition)) return [];
  const told = {
    kind: 'block-user',
    does: message('command.block-user', { user, account }),
    breaks: message('command.block-user.breaks', {}),
  } as const;
  const policy = option('--policy-arn', `arn:${partition}:iam::aws:policy/AWSDenyAll`);
  return command(told, ['aws', 'iam', 'attach-user-policy', ...option('--user-name', user), ...policy]);
}

/** What the console's *revoke active sessions* does: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html */
export function denyOlderSessions(role: string, account: string, time: bigint): NextCommand[] {
  if (!fits({ role, account })) return [];
  const told = {
    kind: 'deny-older-sessions',
    does: message('command.deny-older-sessions', { role, account, time }),
    breaks: message('command.deny-older-sessions.breaks', {}),
  } as const;
  const before = `${formatTime(time).slice(0, 19)}Z`;
  const statement = {
    Effect: 'Deny',
    Action: ['*'],
    Resource: ['*'],
    Condition: { DateLessThan: { 'aws:TokenIssueTime': before } },
  };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const name = ['--policy-name', 'AWSRevokeOlderSessions', '--policy-document', document];
  return command(told, ['aws', 'iam', 'put-role-policy', ...option('--role-name', role), ...name]);
}

/** The group is the reader's to name: without it the shell refuses the command and says what it wants. */
export function quarantineInstance(instance: string, region: string | null): NextCommand[] {
  if (!fits({ instance })) return [];
  const told = {
    kind: 'quarantine-instance',
    does: message('command.quarantine-instance', { instance }),
    breaks: message('command.quarantine-instance.breaks', {}),
  } as const;
  const where = fits({ region }) ? option('--region', region ?? '') : [];
  const words = ['aws', 'ec2', 'modify-instance-attribute', '--instance-id', instance, ...where, '--groups'];
  return command(told, words).map((made) => ({
    ...made,
    shell: `${made.shell} "\${QUARANTINE_GROUP:?id of a security group without rules}"`,
  }));
}

export function blockAddress(address: string): NextCommand[] {
  if (parseIp(address) === undefined) return [];
  const told = {
    kind: 'block-address',
    does: message('command.block-address', { address }),
    breaks: message('command.block-address.breaks', {}),
  } as const;
  const isV6 = address.includes(':');
  const name = `blocked-${address.replace(/[^0-9a-f]/gi, '-')}`;
  const set = ['--name', name, '--scope', 'REGIONAL', '--ip-address-version', isV6 ? 'IPV6' : 'IPV4'];
  return command(told, ['aws', 'wafv2', 'create-ip-set', ...set, '--addresses', `${address}/${isV6 ? 128 : 32}`]);
}

export function closeBucket(bucket: string, account: string): NextCommand[] {
  if (!fits({ bucket, account })) return [];
  const told = {
    kind: 'close-bucket',
    does: message('command.close-bucket', { bucket, account }),
    breaks: message('command.close-bucket.breaks', {}),
  } as const;
  const all = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
  const settings = all.map((name) => `${name}=true`).join(',');
  const words = ['aws', 's3api', 'put-public-access-block', ...option('--bucket', bucket)];
  return command(told, [...words, '--public-access-block-configuration', settings]);
}
