import { nsPerSecond } from '../core/time/rfc3339.ts';
import type { EventRow } from '../engines/engine.ts';
import { textOf } from '../timeline/event-store.ts';
import { actsItself, identityOfShape, shortName } from '../timeline/identity.ts';
import { isChange } from '../timeline/summarize.ts';
import type { TimelineEvent } from '../timeline/timeline.ts';
import type { Capped, Step, StepKind } from './answer.ts';
import { capped, type Facts, isFinding as isFindingRow, keyOf } from './facts.ts';
import { outcomeOf, outcomesOf } from './outcomes.ts';
import type { Novelties } from './whose-news.ts';

/** A pause longer than this begins a new step. */
const pause = 600n * nsPerSecond;
const mostSteps = 40;
/** Steps compared with each other to find requests that several logs tell. */
const mostCompared = 300;
const mostActions = 5;

interface Group {
  readonly kind: StepKind;
  readonly events: TimelineEvent[];
  readonly rows: EventRow[];
  last: bigint;
}

/** The timeline's events as few steps, those worth telling, oldest first. */
export function stepsOf(facts: Facts, news: Novelties): Capped<Step> {
  const near = nearAddresses(facts);
  const isNear = ({ events: [{ address, alert }] }: Group) => alert === facts.alert.id || near.has(address);
  const steps = groupsOf(facts).map((group) => ({
    step: stepOf(group, facts, news),
    worth: worthOf(group, news) + (isNear(group) ? nearness : 0),
  }));
  const worthwhile = steps.filter(({ worth }) => worth > 0);
  const first = [...worthwhile].sort((a, b) => b.worth - a.worth).slice(0, mostCompared);
  const told = withoutEchoes(first);
  const shown = told.slice(0, mostSteps).map(({ step }) => step);
  shown.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  return { shown, total: worthwhile.length - (first.length - told.length) };
}

/** How much more it tells when it is of the alert, or came to a thing that others use from where the alert did. */
const nearness = 3;

function nearAddresses({ found: { identity }, matched }: Facts): ReadonlySet<string | null> {
  if (actsItself(identity) || identity.kind === 'address') return new Set();
  return new Set(matched.flatMap(({ fields }) => textOf(fields['source.ip']) ?? []));
}

function groupsOf({ found }: Facts): Group[] {
  const rows = new Map([...found.found.exact, ...found.found.weak].map((row) => [keyOf(row), row]));
  const given = new Set(
    found.chain.stations.flatMap(({ links }) =>
      links.flatMap(({ how, proof }) => (how === 'call' ? [keyOf(proof)] : [])),
    ),
  );
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  const told = new Set<string>();
  for (const event of found.events) {
    const row = rows.get(keyOf(event));
    if (row === undefined) continue;
    const kind = kindOf(event, row, given);
    // Both accounts of a step record it.
    const call = `${event.time}\0${event.action}\0${event.sentence}`;
    if (kind === 'gave' && told.has(call)) continue;
    told.add(call);
    const key = likeness(kind, event, row);
    const group = open.get(key);
    if (group !== undefined && event.time - group.last <= pause) {
      group.events.push(event);
      group.rows.push(row);
      group.last = event.time;
      continue;
    }
    const begun = { kind, events: [event], rows: [row], last: event.time };
    open.set(key, begun);
    groups.push(begun);
  }
  return groups;
}

function kindOf(event: TimelineEvent, row: EventRow, given: ReadonlySet<string>): StepKind {
  const { fields } = row;
  if (isFindingRow(row)) return 'finding';
  if (given.has(keyOf(event)) || fields['aws.issued_access_key_id'] !== undefined) return 'gave';
  if (/^AssumeRole/.test(event.action ?? '')) return 'gave';
  if (fields['aws.principal_arn'] === undefined) return fields['url.path'] === undefined ? 'flows' : 'requests';
  if (isChange(row)) return 'changed';
  return fields['aws.bucket'] !== undefined && /Object/.test(event.action ?? '') ? 'data' : 'asked';
}

/** Looking around counts as one; what changes something is told by itself. */
function likeness(kind: StepKind, event: TimelineEvent, { fields }: EventRow): string {
  const who = [kind, event.dataset, event.station, event.principal, event.address];
  const parts: Readonly<Record<StepKind, readonly (string | null)[]>> = {
    gave: [event.sentence],
    changed: [event.sentence],
    finding: [event.sentence],
    data: [event.action, textOf(fields['aws.bucket'])],
    asked: [event.alert],
    requests: [event.alert],
    flows: [event.action],
  };
  return [...who, ...parts[kind]].join('\0');
}

function stepOf({ kind, events, rows, last }: Group, { found }: Facts, news: Novelties): Step {
  const worked = rows.findIndex((row) => outcomeOf(row) === 'worked');
  const telling = events[Math.max(0, worked)];
  const actions = [...new Set(events.flatMap(({ action }) => action ?? []))];
  const bucket = textOf(rows[0].fields['aws.bucket']);
  const alerts = events.flatMap(({ alert }) => alert ?? []);
  return {
    kind,
    time: events[0].time,
    last,
    count: events.length,
    dataset: telling.dataset,
    who: telling.evidence === 'weak' ? null : nameOf(telling, found.chain.stations),
    actions: capped(actions, mostActions),
    sentence: kind === 'data' && events.length > 1 ? `${actions[0]} → ${bucket}` : telling.sentence,
    outcomes: outcomesOf(rows),
    address: telling.address,
    account: telling.account,
    evidence: telling.evidence,
    isNew: rows.some((row) => news.row(row) === true),
    alert: alerts[0] ?? null,
  };
}

function nameOf({ station, principal }: TimelineEvent, stations: Facts['found']['chain']['stations']): string {
  const whose = stations.find(({ id }) => id === station)?.principal ?? principal ?? station ?? '';
  const identity = identityOfShape(whose);
  return identity === null ? whose : shortName(identity);
}

/** Groups of fewer events than this are no reading in number. */
const inNumber = 10;

/** How much a group tells; 0 for what is not told. */
function worthOf({ kind, events, rows }: Group, news: Novelties): number {
  const isWeak = events[0].evidence === 'weak';
  const worked = rows.some((row) => outcomeOf(row) === 'worked') ? 1 : 0;
  const worth: Readonly<Record<StepKind, number>> = {
    gave: 4 + worked,
    changed: 5,
    data: events.length >= inNumber ? 5 : 3,
    asked: 1,
    requests: 1 + worked,
    flows: isWeak ? 0 : 1,
    finding: events.some(({ alert }) => alert !== null) ? 3 : 0,
  };
  if (worth[kind] === 0) return 0;
  const isAlert = events.some(({ alert }) => alert !== null) ? 2 : 0;
  return worth[kind] + isAlert + (rows.some((row) => news.row(row) === true) ? 1 : 0);
}

interface Weighed {
  readonly step: Step;
  readonly worth: number;
}

/** How far apart two logs may tell of one request. */
const echo = 120n * nsPerSecond;

/** A request is in the logs of the web ACL, the load balancer and the server: the one that knows how it ended is told, and that of an alert. */
function withoutEchoes(steps: readonly Weighed[]): Weighed[] {
  const known = ({ outcomes }: Step) => outcomes.worked * 1e6 + outcomes.failed + outcomes.denied;
  const isEcho = ({ step }: Weighed, other: Step) =>
    other !== step &&
    other.kind === 'requests' &&
    other.address === step.address &&
    other.dataset !== step.dataset &&
    step.time - other.time <= echo &&
    other.time - step.time <= echo &&
    (known(other) > known(step) || (known(other) === known(step) && other.dataset < step.dataset));
  return steps.filter(
    (one) => one.step.kind !== 'requests' || one.step.alert !== null || !steps.some(({ step }) => isEcho(one, step)),
  );
}
