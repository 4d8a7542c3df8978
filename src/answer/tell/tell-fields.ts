import { list, say, type Voice } from '../../core/words/say.ts';
import type { Address, Agent, Answer, ChainStation, Key, Outcomes } from '../answer.ts';
import { listed, marked, withoutArns } from './marks.ts';

/** A label and what it stands for, safe for the face. */
export interface Field {
  readonly label: string;
  readonly text: string;
}

/** Who, how, from, with, what, result, since, account and region. */
export function fieldsOf(answer: Answer, voice: Voice): Field[] {
  const { who } = answer;
  const label = who.acts ? 'label.who' : who.kind === 'address' ? 'label.source' : 'label.thing';
  return [
    { label: say(voice, label, {}), text: whoText(answer, voice) },
    { label: say(voice, who.acts ? 'label.how' : 'label.actors', {}), text: howText(answer, voice) },
    { label: say(voice, 'label.from', {}), text: fromText(answer, voice) },
    { label: say(voice, 'label.with', {}), text: withText(answer, voice) },
    { label: say(voice, 'label.what', {}), text: whatText(answer, voice) },
    { label: say(voice, 'label.result', {}), text: resultText(answer.result, voice) },
    { label: say(voice, 'label.since', {}), text: sinceText(answer, voice) },
    { label: say(voice, 'label.account', {}), text: accountText(answer, voice) },
  ].map((field) => (field.text === '' ? { ...field, text: '—' } : field));
}

function whoText({ who, gaps }: Answer, voice: Voice): string {
  const name = { said: voice.show(who.short) };
  if (gaps.some(({ kind }) => kind === 'nobody')) return say(voice, 'who.unknown', { who: name });
  const told = who.account === null ? name : { said: say(voice, 'who.of', { who: name, account: who.account }) };
  return who.mfa === null ? told.said : say(voice, who.mfa ? 'who.mfa' : 'who.no-mfa', { who: told });
}

/** Stations shown; of more the middle is folded. */
const mostStations = 6;

/** `i-0ab…12 › app-web-role › deploy-admin`, from where the chain begins to where it led. For a thing who acted there. */
function howText({ chain, who }: Answer, voice: Voice): string {
  if (chain.length === 0)
    return listed(
      voice,
      who.actors.shown.slice(0, 3).map(({ value }) => voice.show(lastPart(value))),
      who.actors.total,
    );
  if (chain.length === 1 && who.seen !== null) {
    const { first, count } = who.seen;
    return say(voice, 'how.known', { first, count });
  }
  const names = chain.map((station) => marked(voice.show(stationShort(station)), station.isNew));
  const folded = names.length - mostStations;
  if (folded <= 0) return names.join(' › ');
  const middle = say(voice, 'chain.cut', { stations: folded });
  return [...names.slice(0, 3), middle, ...names.slice(3 + folded)].join(' › ');
}

/** A role by its name: its sessions are named after instances and people, which stand in the chain themselves. */
function stationShort({ short }: ChainStation): string {
  return short.split('/')[0];
}

function lastPart(name: string): string {
  return name.startsWith('arn:') ? name.slice(name.indexOf('/') + 1) : name;
}

function fromText({ from: { addresses } }: Answer, voice: Voice): string {
  return listed(
    voice,
    addresses.shown.slice(0, 2).map((address) => addressText(address, voice)),
    addresses.total,
  );
}

/** `203.0.113[.]50 NL AS64500 Example Hosting ✦`. */
export function addressText({ address, country, asn, organization, isNew }: Address, voice: Voice): string {
  const parts = [
    voice.show(address),
    country === null ? null : voice.show(country),
    asn === null ? null : say(voice, 'place.as', { asn: String(asn) }),
    organization === null ? null : voice.show(organization),
  ];
  return marked(parts.filter((part) => part !== null).join(' '), isNew);
}

/** Versions of one tool on several systems are often told alike. */
function withText({ from: { agents } }: Answer, voice: Voice): string {
  const tools = [...new Set(agents.shown.map((agent) => agentText(agent, voice)))];
  const alike = agents.shown.length - tools.length;
  return listed(voice, tools.slice(0, 2), agents.total - alike);
}

const systems = /\b(kali|parrot|Windows|Darwin|macOS|Mac OS|Android|iPhone|Linux)/gi;

/** `aws-cli/2.17.1 kali`: the tool and where it ran, of what may be a long line. */
function agentText({ original, isNew }: Agent, voice: Voice): string {
  const [tool] = /^\S{1,60}/.exec(original) ?? [original.slice(0, 60)];
  const found = [...original.slice(0, 500).matchAll(systems)].map(([system]) => system);
  const system = found.find((one) => /kali|parrot/i.test(one)) ?? found[0];
  return marked(voice.show(system === undefined ? tool : `${tool} ${system}`), isNew);
}

function whatText({ what: { actions, targets }, matches }: Answer, voice: Voice): string {
  const [first] = actions.shown;
  if (matches.total === 1 && matches.shown.length === 1) return voice.show(withoutArns(matches.shown[0].sentence));
  if (first === undefined) return '';
  const action = { said: voice.show(first.value) };
  if (actions.total > 1) return say(voice, 'more.actions', { action, more: actions.total - 1 });
  const times = say(voice, 'times', { what: action, count: first.count });
  return targets.total === 1 ? `${times} → ${voice.show(withoutArns(targets.shown[0].value))}` : times;
}

export function resultText({ worked, failed, denied }: Outcomes, voice: Voice): string {
  const parts = [
    ...(worked > 0 ? [say(voice, 'result.worked', { worked })] : []),
    ...(failed > 0 ? [say(voice, 'result.failed', { failed })] : []),
    ...(denied > 0 ? [say(voice, 'result.denied', { denied })] : []),
  ];
  return parts.length === 0 ? say(voice, 'result.unknown', {}) : parts.join(voice.language === 'ja' ? '・' : ', ');
}

function sinceText({ alert: { first, last } }: Answer, voice: Voice): string {
  return first === last ? say(voice, 'since.one', { first }) : say(voice, 'since.range', { first, last });
}

function accountText({ accounts, regions }: Answer, voice: Voice): string {
  const names = (some: Answer['accounts']) =>
    list(
      voice,
      some.slice(0, 3).map(({ value }) => voice.show(value)),
    ).said;
  return [names(accounts), names(regions)].filter((text) => text !== '').join(' / ');
}

/** Keys with their kind and the event that handed them out. */
export function keyText({ id, lasting, issued }: Key, voice: Voice): string {
  if (issued === null) return say(voice, `key.${lasting}`, { key: id });
  return say(voice, `key.${lasting}.issued`, { key: id, action: issued.action ?? issued.dataset, time: issued.time });
}
