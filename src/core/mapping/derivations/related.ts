import { ecsField } from '../../ecs/ecs.ts';
import { ecsFields } from '../../ecs/fields.gen.ts';
import { ipv4Number, normalAddress } from '../network.ts';
import type { Collection } from '../plan/collection.ts';
import { parseArn } from './arn.ts';

const ends = ['source', 'destination', 'client', 'server'];

/** The ends of the event first, then whatever other addresses ECS has. */
const ipFields = [
  ...ends.map((end) => `${end}.ip`),
  ...Object.keys(ecsFields).filter((name) => ecsField(name)?.type === 'ip' && name !== 'related.ip'),
];

const users = ['user', 'user.target', 'user.effective', 'user.changes', ...ends.map((end) => `${end}.user`)];

const userFields = [...users.flatMap((user) => [`${user}.name`, `${user}.id`, `${user}.email`]), 'aws.resource_arns'];

const hostFields = [
  'host.name',
  'host.hostname',
  'host.id',
  ...ends.map((end) => `${end}.domain`),
  'observer.hostname',
  'dns.question.name',
  'url.domain',
  'tls.client.server_name',
  'aws.resource_arns',
];

const accountTypes = new Set(['user', 'role', 'assumed-role', 'federated-user']);

/** The `related.*` fields of events that can have the given fields, and the fields that feed them, in order. */
export function relatedFields(made: ReadonlySet<string>): readonly Collection[] {
  const hashes = [...made].filter((name) => /\.hash\.|\.ja[34]s?$|\.(?:imphash|pehash)$/.test(name)).sort();
  const all: readonly Collection[] = [
    { field: 'related.ip', type: 'ip', from: [...new Set([...ipFields, 'kushi.forwarded_for'])], take: relatedAddress },
    { field: 'related.user', type: 'keyword', from: userFields, take: relatedUser },
    { field: 'related.hosts', type: 'keyword', from: hostFields, take: relatedHost },
    { field: 'related.hash', type: 'keyword', from: hashes, take: relatedHash },
  ];
  return all
    .map((collection) => ({ ...collection, from: collection.from.filter((field) => made.has(field)) }))
    .filter((collection) => collection.from.length > 0 || made.has(collection.field));
}

/** Loopback, unspecified and multicast addresses relate nothing to anything. */
export function relatedAddress(text: string): string | undefined {
  const ip = normalAddress(text);
  if (ip === undefined || ip === '::' || ip === '::1' || ip.startsWith('ff')) return undefined;
  const number = ipv4Number(ip);
  if (number < 0) return ip;
  const first = Math.floor(number / 2 ** 24);
  return number === 0 || first === 127 || (first >= 224 && first < 240) ? undefined : ip;
}

/** Accounts by their own name: of an ARN only those of users and roles count. */
export function relatedUser(text: string): string | undefined {
  const arn = parseArn(text);
  if (arn !== undefined) return accountTypes.has(arn.type) ? arn.name : undefined;
  return isWord(text) ? text : undefined;
}

/** Names of hosts in lower case; addresses have a field of their own, and of an ARN only instances count. */
export function relatedHost(text: string): string | undefined {
  const arn = parseArn(text);
  if (arn !== undefined) return arn.type === 'instance' ? arn.name : undefined;
  const isAddress = normalAddress(text.replace(/^\[|\]$/g, '')) !== undefined;
  return isAddress || !isWord(text) ? undefined : text.toLowerCase();
}

export function relatedHash(text: string): string | undefined {
  return isWord(text) ? text.toLowerCase() : undefined;
}

function isWord(text: string): boolean {
  return text !== '' && text !== '-';
}
