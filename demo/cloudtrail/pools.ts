import { ec2Id, hex, uuid } from '../random/identifiers.ts';
import type { Random } from '../random/random.ts';
import type { Account } from '../world/accounts.ts';

/** The things of an account that calls are about. */
export interface Pools {
  readonly accountId: string;
  readonly instances: readonly string[];
  readonly securityGroups: readonly string[];
  readonly subnets: readonly string[];
  readonly vpcs: readonly string[];
  readonly volumes: readonly string[];
  readonly images: readonly string[];
  readonly routeTables: readonly string[];
  readonly launchTemplates: readonly string[];
  readonly roles: readonly string[];
  readonly policies: readonly string[];
  readonly buckets: readonly string[];
  readonly objects: readonly string[];
  readonly keys: readonly string[];
  readonly secrets: readonly string[];
  readonly parameters: readonly string[];
  readonly databases: readonly string[];
  readonly functions: readonly string[];
  readonly logins: readonly string[];
  readonly notes: readonly string[];
  readonly trailArn: string;
  /** Milliseconds since 1970 that texts about time are made from. */
  now: number;
  /** In [0, 1), new for every record: which of its things a record is about. */
  turn: number;
}

export const services = ['shipments', 'labels', 'tracking', 'rates', 'billing', 'notify', 'pickups', 'search'] as const;
export const teams = ['platform', 'backend', 'data'] as const;
const stages = ['live', 'next', 'night', 'batch', 'replay', 'canary'];

const plainWords =
  'replaced by plan|nightly rebuild|managed by terraform|rotation of credentials|capacity for peak season|moved from the old network|temporary, see runbook|canary of the release'.split(
    '|',
  );
const foreignWords =
  'コンテナ更新|倉庫 東京リージョン|mise à jour des étiquettes|großer Paketversand|envío rápido 🚚|przesyłka ekspresowa|отправления за ночь|夜間バッチ処理'.split(
    '|',
  );

export interface PoolOptions {
  readonly logins: readonly string[];
  /** How many things of a kind there are; 1 is a small account's. */
  readonly size: number;
  /** Descriptions, object names and parameters with letters beyond ASCII. */
  readonly foreign: boolean;
}

const times = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, i) => make(i));

function namesOf(random: Random, account: Account, notes: readonly string[], { foreign, size }: PoolOptions) {
  const some = (count: number, make: (index: number) => string) => times(Math.ceil(count * size), make);
  const service = () => random.pick(services);
  const name = () => `${service()}-${random.pick(stages)}`;
  const folder = () => (foreign ? random.pick(notes).replaceAll(' ', '-') : random.pick(stages));
  return {
    roles: some(6, (i) => `${name()}-${['task', 'instance', 'reader', 'deployer'][i % 4]}`),
    policies: some(6, () => `arn:aws:iam::${account.id}:policy/${name()}-access`),
    buckets: some(2, () => `example-parcels-${account.purpose}-${name()}`),
    objects: some(8, () => `${service()}/${folder()}/${hex(random, 8)}.json`),
    secrets: some(5, () => `${random.pick(teams)}/${name()}-${hex(random, 6)}`),
    parameters: some(
      6,
      () => `/${service()}/${folder()}/${random.pick(['url', 'token', 'limit', 'dsn'])}-${hex(random, 2)}`,
    ),
    databases: some(5, () => name()),
    functions: some(8, () => name()),
  };
}

/** The things of one account, the same for the same random stream. */
export function createPools(random: Random, account: Account, options: PoolOptions): Pools {
  const ids = (count: number, kind: string) => times(Math.ceil(count * options.size), () => ec2Id(random, kind));
  const notes = options.foreign ? foreignWords : plainWords;
  const names = namesOf(random, account, notes, options);
  return {
    accountId: account.id,
    instances: ids(9, 'i'),
    securityGroups: ids(7, 'sg'),
    subnets: [...account.subnetIds, ...ids(3, 'subnet')],
    vpcs: [account.vpcId, ...ids(2, 'vpc')],
    volumes: ids(9, 'vol'),
    images: ids(8, 'ami'),
    routeTables: ids(8, 'rtb'),
    launchTemplates: ids(8, 'lt'),
    keys: times(Math.ceil(2 * options.size), () => `arn:aws:kms:eu-west-1:${account.id}:key/${uuid(random)}`),
    ...names,
    secrets: names.secrets.map((secret) => `arn:aws:secretsmanager:eu-west-1:${account.id}:secret:${secret}`),
    logins: options.logins,
    notes,
    trailArn: `arn:aws:cloudtrail:eu-west-1:${account.id}:trail/company-trail`,
    now: 0,
    turn: 0,
  };
}
