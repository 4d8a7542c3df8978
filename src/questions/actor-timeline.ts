import { formatTime } from '../core/time/rfc3339.ts';
import type { Sighting } from '../engines/engine.ts';
import { alertJson } from '../state/alert-json.ts';
import {
  gapJson,
  identifierJson,
  newJson,
  nobodyJson,
  stationJson,
  timelineEventJson,
  touchedJson,
} from '../timeline/actor-json.ts';
import { type AskedActor, askedActor } from '../timeline/asked-actor.ts';
import type { TimeRange } from '../timeline/event-store.ts';
import { type FirstFacts, type Investigation, investigateActor } from '../timeline/investigate-actor.ts';
import type { Question, QuestionContext } from './question.ts';
import { type Reader, readerVoice } from './voice.ts';

export type TimelineInput = AskedActor & Reader;

/** The facts of `kushi actor --json`, as soon as they are known. */
export type TimelinePart =
  | ({ readonly kind: 'identity' } & ReturnType<typeof identityPart>)
  | ({ readonly kind: 'chain' } & ReturnType<typeof chainPart>)
  | ({ readonly kind: 'facts' } & ReturnType<typeof factsPart>)
  | {
      readonly kind: 'events';
      readonly events: readonly ReturnType<typeof timelineEventJson>[];
      readonly done: number;
      readonly total: number;
    }
  /** An id that leads to nobody, or to several: the only part. */
  | ({ readonly kind: 'nobody' } & ReturnType<typeof nobodyJson>);

/** Events of a part: few enough that a server which passes them on does nothing else for a few milliseconds. */
const eventsAPart = 200;

/** What an actor did: who it is, then how it came to be, then what all of it means, then each event, oldest first. */
export const actorTimeline: Question<TimelineInput, null, TimelinePart> = async (input, context) => {
  const { engine, snapshot, db, now } = context;
  const voice = readerVoice(input);
  const asked = await askedActor(db, input, now);
  const found = await investigateActor({ engine, snapshot }, db, asked, {
    first: async (facts) => {
      context.signal.throwIfAborted();
      await context.part({ kind: 'identity', ...identityPart(facts) });
    },
    chain: async (facts) => {
      context.signal.throwIfAborted();
      await context.part({ kind: 'chain', ...chainPart(facts) });
    },
  });
  if (found.identity === null) {
    await context.part({ kind: 'nobody', ...nobodyJson(found, voice) });
    return null;
  }
  await context.part({ kind: 'facts', ...factsPart(found, voice) });
  await sendEvents(found, context);
  return null;
};

async function sendEvents({ events }: Investigation, { part, signal }: QuestionContext<TimelinePart>): Promise<void> {
  for (let done = 0; done < events.length; ) {
    signal.throwIfAborted();
    const some = events.slice(done, done + eventsAPart).map(timelineEventJson);
    done += some.length;
    await part({ kind: 'events', events: some, done, total: events.length });
  }
}

function identityPart({ resolution, identity, range, named }: FirstFacts) {
  return {
    actor: {
      asked: resolution.asked,
      ...identity,
      from: formatTime(range.from),
      to: formatTime(range.to),
      range: range.because,
      around: range.alert?.id ?? null,
      identifiers: resolution.identifiers.map(identifierJson),
    },
    alerts: named.map(alertJson),
    index: indexFacts(resolution.sightings, range),
  };
}

const mostActions = 20;

/** What the entity index says before any event is read; days of it that the range only touches count whole. */
function indexFacts(sightings: readonly Sighting[], range: TimeRange) {
  const inRange = sightings.filter(({ first, last }) => last >= range.from && first < range.to);
  const before = new Set(sightings.filter(({ first }) => first < range.from).map(({ action }) => action));
  const actions = new Map<string, { action: string; count: number; isNew: boolean }>();
  for (const { action, count } of inRange) {
    if (action === null) continue;
    const known = actions.get(action) ?? { action, count: 0, isNew: !before.has(action) };
    actions.set(action, { ...known, count: known.count + count });
  }
  const first = sightings.reduce<bigint | null>(
    (least, s) => (least === null || s.first < least ? s.first : least),
    null,
  );
  const last = sightings.reduce<bigint | null>((most, s) => (most === null || s.last > most ? s.last : most), null);
  return {
    events: inRange.reduce((sum, { count }) => sum + count, 0),
    datasets: [...new Set(inRange.map(({ dataset }) => dataset))],
    actions: [...actions.values()].sort((a, b) => b.count - a.count).slice(0, mostActions),
    firstSeen: first === null ? null : formatTime(first),
    lastSeen: last === null ? null : formatTime(last),
  };
}

function chainPart({ chain, range }: Pick<Investigation, 'chain' | 'range'>) {
  return {
    chain: chain.stations.map(stationJson),
    cut: chain.cut,
    from: formatTime(range.from),
    to: formatTime(range.to),
  };
}

function factsPart(
  { chain, found, alerts, summary, novelty, touched, gaps }: Investigation,
  voice: ReturnType<typeof readerVoice>,
) {
  return {
    summary,
    complete: !found.cut && chain.cut === 0,
    busyAddresses: found.busyAddresses,
    alerts: alerts.map(alertJson),
    baselines: novelty.baselines,
    new: newJson(novelty),
    touched: touchedJson(touched),
    cannotSee: gaps.map((gap) => gapJson(gap, voice)),
  };
}
