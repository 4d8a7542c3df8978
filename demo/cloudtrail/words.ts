import { alphanumericText, awsUniqueId, base32Text, ec2Id, hex, uuid } from '../random/identifiers.ts';
import type { Random } from '../random/random.ts';
import { isoSeconds } from '../time/stamp.ts';
import { type Pools, services, teams } from './pools.ts';

export type { Pools } from './pools.ts';

/** What a word of a template becomes. */
export type Word = (random: Random, pools: Pools) => string;

let salts = 0;

/** A thing is the same wherever a record names it, so it follows from the record's turn and not from a new draw. */
function oneOf(list: (pools: Pools) => readonly string[]): Word {
  const salt = 100 + salts++ * 7.31;
  return (_, pools) => {
    const values = list(pools);
    return values[Math.floor(((pools.turn * salt) % 1) * values.length)];
  };
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `Jan 31, 2026, 7:05:09 AM`: how the control planes of several services print times into responses. */
function consoleDate(time: number): string {
  const date = new Date(time);
  const hours = date.getUTCHours();
  const clock = [
    hours % 12 || 12,
    ...[date.getUTCMinutes(), date.getUTCSeconds()].map((n) => String(n).padStart(2, '0')),
  ];
  return `${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}, ${clock.join(':')} ${hours < 12 ? 'AM' : 'PM'}`;
}

/** Documents stand inside JSON texts, hence the second level of quotes. */
const inJson = (document: unknown) => JSON.stringify(JSON.stringify(document)).slice(1, -1);

const actions = [
  's3:GetObject',
  's3:PutObject',
  'kms:Decrypt',
  'ssm:GetParameter',
  'secretsmanager:GetSecretValue',
  'sqs:SendMessage',
  'dynamodb:Query',
  'logs:PutLogEvents',
];

const policy: Word = (random, pools) =>
  inJson({
    Version: '2012-10-17',
    Statement: Array.from({ length: random.between(1, 6) }, (_, i) => ({
      Sid: `Statement${i}`,
      Effect: 'Allow',
      Action: random.shuffle(actions).slice(0, random.between(1, 4)),
      Resource: [`arn:aws:s3:::${random.pick(pools.buckets)}/*`, random.pick(pools.keys)],
    })),
  });

const trust: Word = (random) =>
  inJson({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: random.pick(['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com', 'lambda.amazonaws.com']) },
        Action: 'sts:AssumeRole',
      },
    ],
  });

const privateAddress: Word = (random) => `10.30.${random.between(16, 47)}.${random.between(4, 250)}`;

const things: readonly (readonly [string, Word])[] = [
  ['instance', oneOf((pools) => pools.instances)],
  ['securityGroup', oneOf((pools) => pools.securityGroups)],
  ['subnet', oneOf((pools) => pools.subnets)],
  ['vpc', oneOf((pools) => pools.vpcs)],
  ['volume', oneOf((pools) => pools.volumes)],
  ['image', oneOf((pools) => pools.images)],
  ['routeTable', oneOf((pools) => pools.routeTables)],
  ['launchTemplate', oneOf((pools) => pools.launchTemplates)],
  ['role', oneOf((pools) => pools.roles)],
  ['policyArn', oneOf((pools) => pools.policies)],
  ['bucket', oneOf((pools) => pools.buckets)],
  ['object', oneOf((pools) => pools.objects)],
  ['keyArn', oneOf((pools) => pools.keys)],
  ['secretArn', oneOf((pools) => pools.secrets)],
  ['parameter', oneOf((pools) => pools.parameters)],
  ['database', oneOf((pools) => pools.databases)],
  ['function', oneOf((pools) => pools.functions)],
  ['user', oneOf((pools) => pools.logins)],
  ['note', oneOf((pools) => pools.notes)],
  ['service', oneOf(() => services)],
  ['team', oneOf(() => teams)],
  ['trailArn', (_, pools) => pools.trailArn],
  ['account', (_, pools) => pools.accountId],
];

const attributes = [
  'instanceType',
  'userData',
  'disableApiTermination',
  'instanceInitiatedShutdownBehavior',
  'disableApiStop',
];

const values: readonly (readonly [string, Word])[] = [
  ['attribute', (random) => random.pick(attributes)],
  ['vpcAttribute', (random) => random.pick(['enableDnsSupport', 'enableDnsHostnames'])],
  ['instanceType', (random) => random.pick(['m7g.large', 'm7g.xlarge', 'c7g.large', 't4g.medium'])],
  ['snapshot', (random) => ec2Id(random, 'snap')],
  ['interface', (random) => ec2Id(random, 'eni')],
  ['privateAddress', privateAddress],
  [
    'privateName',
    (random, pools) => `ip-${privateAddress(random, pools).replaceAll('.', '-')}.eu-west-1.compute.internal`,
  ],
  ['policy', policy],
  ['trust', trust],
  ['accessKey', (random) => awsUniqueId(random, 'AKIA')],
  ['token', (random) => alphanumericText(random, 360)],
  ['uuid', uuid],
  ['hex2', (random) => hex(random, 2)],
  ['hex8', (random) => hex(random, 8)],
  ['hex16', (random) => hex(random, 16)],
  ['hex32', (random) => hex(random, 32)],
  ['hex64', (random) => hex(random, 64)],
  ['base32x16', (random) => base32Text(random, 16)],
  ['base32x17', (random) => base32Text(random, 17)],
  ['number', (random) => String(random.between(1, 90))],
  ['digit', (random) => String(random.between(1, 5))],
  ['port', (random) => random.pick(['443', '5432', '8080', '6379', '9090'])],
  ['millis', (_, pools) => String(Math.floor(pools.now))],
  ['consoleDate', (_, pools) => consoleDate(pools.now)],
  ['dateOnly', (_, pools) => isoSeconds(pools.now).slice(0, 10)],
];

export const words: ReadonlyMap<string, Word> = new Map([...things, ...values]);
