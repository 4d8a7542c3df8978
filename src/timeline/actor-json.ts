import { formatTime } from '../core/time/rfc3339.ts';
import { sayMessage, type Voice } from '../core/words/say.ts';
import { alertJson } from '../state/alert-json.ts';
import type { Gap } from './cannot-see/gap.ts';
import type { Proof } from './event-store.ts';
import type { Investigation, Nobody } from './investigate-actor.ts';
import type { Resolution } from './resolve-actor.ts';
import type { Station } from './role-chain.ts';
import type { TimelineEvent } from './timeline.ts';
import type { TouchedThing } from './touched.ts';

/** The document of `kushi actor --json` (CONTRACTS). */
export function actorJson(actor: Investigation, voice: Voice) {
  const { resolution, identity, range, chain, found, events, alerts, summary, novelty, touched, gaps } = actor;
  return {
    actor: {
      asked: resolution.asked,
      ...identity,
      from: formatTime(range.from),
      to: formatTime(range.to),
      range: range.because,
      around: range.alert?.id ?? null,
      summary,
      identifiers: resolution.identifiers.map(identifierJson),
      candidates: [],
      baselines: novelty.baselines,
      busyAddresses: found.busyAddresses,
      complete: !found.cut && chain.cut === 0,
    },
    events: events.map(timelineEventJson),
    chain: chain.stations.map(stationJson),
    alerts: alerts.map(alertJson),
    new: newJson(novelty),
    touched: touchedJson(touched),
    cannotSee: gaps.map((gap) => gapJson(gap, voice)),
  };
}

export function identifierJson({ first, last, proof, ...rest }: Resolution['identifiers'][number]) {
  return {
    ...rest,
    first: formatTime(first),
    last: formatTime(last),
    proof: proof === null ? null : proofJson(proof),
  };
}

export function timelineEventJson({ time, ...rest }: TimelineEvent) {
  return { time: formatTime(time), ...rest };
}

export function newJson({ values }: Investigation['novelty']) {
  return values.map(({ proof, ...rest }) => ({ ...rest, proof: proofJson(proof) }));
}

/** Things by verb. */
export function touchedJson(touched: Investigation['touched']): Readonly<Record<string, readonly ThingJson[]>> {
  return Object.fromEntries(Object.entries(touched).map(([verb, things]) => [verb, things.map(thingJson)]));
}

type ThingJson = ReturnType<typeof thingJson>;

export function stationJson({ links, used, ...station }: Station) {
  return {
    ...station,
    used: used === null ? null : { ...used, first: formatTime(used.first), last: formatTime(used.last) },
    links: links.map(({ proof, ...link }) => ({ ...link, ...proofJson(proof) })),
  };
}

function thingJson({ first, last, proof, ...rest }: TouchedThing) {
  return { ...rest, first: formatTime(first), last: formatTime(last), proof: proofJson(proof) };
}

/** Programs get texts of logs as they are: `show` of the voice leaves them alone. */
export function gapJson({ message, since, until, proof, ...rest }: Gap, voice: Voice) {
  return {
    ...rest,
    sentence: sayMessage(voice, message) as string,
    since: since === null ? null : formatTime(since),
    until: until === null ? null : formatTime(until),
    proof: proof === null ? null : proofJson(proof),
  };
}

/** The same document for an id that leads to nobody, or to several. */
export function nobodyJson({ resolution: { asked, seen, candidates }, gaps }: Nobody, voice: Voice) {
  const actor = { asked, kind: null, name: null, account: null, seen, candidates };
  return {
    actor,
    events: [],
    chain: [],
    alerts: [],
    new: [],
    touched: {},
    cannotSee: gaps.map((gap) => gapJson(gap, voice)),
  };
}

function proofJson({ time, ...rest }: Proof) {
  return { time: formatTime(time), ...rest };
}
