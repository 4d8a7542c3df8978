import { message } from '../core/words/say.ts';
import { textOf } from '../timeline/event-store.ts';
import { identityOfShape, lastingIdentity, roleName } from '../timeline/identity.ts';
import type { Station } from '../timeline/role-chain.ts';
import type { From, Next, NextCommand, Question, Who } from './answer.ts';
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
import { type Facts, keyOf } from './facts.ts';
import { isPrivateAddress } from './private-address.ts';
import { withoutArns } from './tell/marks.ts';

const mostCommands = 12;

/** What to settle and what to do, by kind of identity and by what the rule and the events are about. */
export function nextSteps(facts: Facts, { who, from, tags }: { who: Who; from: From; tags: readonly string[] }): Next {
  return {
    questions: [...loggingQuestions(facts), ...originQuestions(facts, who, from), ...changeQuestions(facts, who, tags)],
    commands: [
      ...lookFurther(facts.alert.id),
      ...trails(facts),
      ...distinct([...bareActor(facts), ...stations(facts)]),
      ...addresses(facts, from),
      ...buckets(facts),
    ].slice(0, mostCommands),
  };
}

function distinct(commands: readonly NextCommand[]): NextCommand[] {
  return [...new Map(commands.map((command) => [command.shell, command])).values()];
}

/** Calls of the actor or behind the alert that ended a log, with the trail they name. */
function trails({ found }: Facts): NextCommand[] {
  return stops(found).flatMap(({ account, proof }) => {
    const event = found.events.find((one) => proof !== null && keyOf(one) === keyOf(proof));
    if (account === null || event?.action !== 'StopLogging') return [];
    const trail = event.sentence.split(' → ')[1] ?? '';
    return startTrail(trail, account, event.region);
  });
}

function stops({ gaps }: Facts['found']): Facts['found']['gaps'] {
  return gaps.filter(({ kind, until }) => kind === 'logging-stopped' && until === null);
}

function loggingQuestions({ found }: Facts): Question[] {
  return stops(found).map(({ message: { slots } }) => ({
    kind: 'logging-stopped',
    ask: message('question.logging-stopped', { who: slots.who, action: slots.action }),
  }));
}

/** The newest key first: what is held longest open is closed first. */
function stations({ found: { chain }, asked }: Facts): NextCommand[] {
  const instances = chain.stations.filter(({ kind }) => kind === 'instance');
  const given = chain.stations.filter(({ kind }) => kind !== 'instance');
  return [...given.sort(newestFirst), ...instances].flatMap((station) => containStation(station, asked));
}

function newestFirst(a: Station, b: Station): number {
  const since = ({ links }: Station) => links[0]?.proof.time ?? 0n;
  return Number(since(b) - since(a));
}

function containStation({ id, principal, kind, account, side }: Station, asked: bigint): NextCommand[] {
  if (kind === 'instance') return quarantineInstance(id, null);
  const identity = identityOfShape(principal ?? id);
  const of = identity?.account ?? account;
  if (identity === null || of === null) return [];
  if (identity.kind === 'session' || identity.kind === 'role') {
    const role = lastingIdentity(identity.name);
    return role === null ? [] : denyOlderSessions(roleName(role.name), of, asked);
  }
  if (identity.kind !== 'user') return [];
  const user = roleName(identity.name);
  const key = kind === 'access-key' && id.startsWith('AKIA') ? deactivateKey(id, user, of) : [];
  return [...key, ...(side === 'after' || key.length === 0 ? blockUser(user, of, partitionOf(identity.name)) : [])];
}

function partitionOf(arn: string): string {
  return arn.split(':')[1] ?? 'aws';
}

/** An identity that has no chain: the user's own keys. */
function bareActor({ found: { identity, chain } }: Facts): NextCommand[] {
  if (identity.kind !== 'user' || identity.account === null) return [];
  const { account, name } = identity;
  return chain.ownKeys
    .filter((key) => key.startsWith('AKIA'))
    .flatMap((key) => deactivateKey(key, roleName(name), account));
}

const mostAddresses = 2;

/** Addresses of others that no identity of yours was seen at before, where a web ACL could stop them. */
function addresses({ alert, found: { identity } }: Facts, { addresses: { shown } }: From): NextCommand[] {
  const isWeb = alert.datasets.some((dataset) => /waf|alb|nginx|cloudfront/.test(dataset));
  return shown
    .filter(({ address, ofAlert, isNew }) => (ofAlert || identity.name === address) && (isWeb || isNew === true))
    .filter(({ address }) => !isPrivateAddress(address))
    .slice(0, mostAddresses)
    .flatMap(({ address }) => blockAddress(address));
}

function buckets({ found: { touched } }: Facts): NextCommand[] {
  return touched.shared
    .filter((thing) => thing.with.includes('everybody') && /bucket/.test(thing.kind))
    .flatMap(({ name, account }) => closeBucket(name ?? '', account ?? ''));
}

function originQuestions({ found: { chain }, matched }: Facts, who: Who, from: From): Question[] {
  const self = chain.stations.find(({ side }) => side === 'self');
  const instance = self?.links.find(({ how }) => how === 'instance')?.by;
  const [first] = from.addresses.shown.filter(({ address }) => !isPrivateAddress(address));
  const answered = matched.some(({ fields }) => textOf(fields['url.path']) !== null);
  const questions: Question[] = [];
  if (instance !== undefined && first !== undefined)
    questions.push({
      kind: 'instance-behind',
      ask: message('question.instance-behind', { address: first.address, instance }),
    });
  else if (first !== undefined)
    questions.push({ kind: 'address-known', ask: message('question.address-known', { address: first.address }) });
  if (who.acts && instance === undefined)
    questions.push({ kind: 'expected-by-owner', ask: message('question.expected-by-owner', { who: who.short }) });
  if (answered) questions.push({ kind: 'request-answered', ask: message('question.request-answered', {}) });
  return questions;
}

/** Tags of rules about what a company also does on purpose. */
const planned = /^attack\.(?:persistence|privilege-escalation|impact|defense-impairment)$/;

function changeQuestions({ found, matched, alert }: Facts, who: Who, tags: readonly string[]): Question[] {
  const { touched } = found;
  const questions: Question[] = [];
  const action = textOf(matched[0]?.fields['event.action']);
  if (action !== null && who.acts && tags.some((tag) => planned.test(tag)))
    questions.push({
      kind: 'change-planned',
      ask: message('question.change-planned', { action, time: alert.first }),
    });
  const lasting = who.keys.find((key) => key.lasting === 'long-lived');
  if (lasting !== undefined)
    questions.push({ kind: 'key-used', ask: message('question.key-used', { key: lasting.id }) });
  const read = touched.read.filter(({ kind, name }) => name !== null && /^object|secret value|parameter/.test(kind));
  const most = [...read].sort((a, b) => b.count - a.count)[0];
  if (most !== undefined)
    questions.push({ kind: 'data-read', ask: message('question.data-read', { thing: withoutArns(most.name ?? '') }) });
  const others = [...new Set(touched.shared.flatMap((thing) => thing.with))].filter((one) => one !== 'everybody');
  if (others.length > 0)
    questions.push({ kind: 'shared-with', ask: message('question.shared-with', { with: others.join(', ') }) });
  return questions;
}
