import type { Random } from '../random/random.ts';
import { weighted } from '../random/weighted.ts';
import type { ActorKind } from './actor.ts';
import { type Api, parseApis } from './api-table.ts';
import { ec2Apis } from './apis/ec2.ts';
import { iamApis } from './apis/iam.ts';
import { governanceApis, identityApis, rdsApis, ssmApis } from './apis/services.ts';
import { kmsApis, s3Apis, secretsApis } from './apis/storage-and-secrets.ts';

export const apis: readonly Api[] = [
  ec2Apis,
  iamApis,
  s3Apis,
  kmsApis,
  secretsApis,
  ssmApis,
  rdsApis,
  identityApis,
  governanceApis,
].flatMap(parseApis);

/** Share of all calls that the actors of a kind set off. */
export const actorShares: Readonly<Record<ActorKind, number>> = {
  terraform: 0.448,
  inventory: 0.39,
  console: 0.092,
  cli: 0.026,
  instance: 0.026,
};

const workloadNames = new Set(['GetParameter', 'GetSecretValue', 'Decrypt', 'GenerateDataKey', 'GetCallerIdentity']);

/** How much more often than its share among all calls a kind of actor makes one. */
function boost(kind: ActorKind, api: Api): number {
  if (kind === 'instance') {
    if (api.caller === 'instance') return 1 / actorShares.instance;
    if (api.caller === 'object') return 8;
    return api.caller === 'user' && workloadNames.has(api.name) ? 1 : 0;
  }
  if (api.caller === 'instance') return 0;
  if (api.caller === 'console' || api.caller === 'login') return kind === 'console' ? 1 / actorShares.console : 0;
  if (api.caller === 'object') return kind === 'terraform' ? 1 / actorShares.terraform : 0;
  return 1;
}

const shareOf = (list: readonly (readonly [Api, number])[]) => list.reduce((sum, [, share]) => sum + share, 0);

/** Part of the calls that change something, over all kinds; the inventory only reads, so the others change more. */
const writeShare =
  1 -
  shareOf(apis.filter((api) => api.readOnly).map((api) => [api, api.share])) /
    shareOf(apis.map((api) => [api, api.share]));

function choiceFor(kind: ActorKind): (random: Random) => Api {
  const entries = apis
    .map((api): [Api, number] => [api, api.share * boost(kind, api)])
    .filter(([, share]) => share > 0);
  const reads = weighted(entries.filter(([api]) => api.readOnly));
  const writes = weighted(entries.filter(([api]) => !api.readOnly));
  const writing = kind === 'inventory' ? 0 : writeShare / (1 - actorShares.inventory);
  return (random) => (random.chance(writing) ? writes : reads).draw(random);
}

const choices: Readonly<Record<ActorKind, (random: Random) => Api>> = {
  terraform: choiceFor('terraform'),
  inventory: choiceFor('inventory'),
  console: choiceFor('console'),
  cli: choiceFor('cli'),
  instance: choiceFor('instance'),
};

export const chooseApi = (random: Random, kind: ActorKind): Api => choices[kind](random);
