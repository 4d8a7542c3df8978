import { formatTime } from '../../../core/time/rfc3339.ts';
import { sayMessage, type Voice } from '../../../core/words/say.ts';
import type { Alert } from '../../../state/alerts.ts';
import type { Gap } from '../../../timeline/cannot-see/gap.ts';
import type { Proof } from '../../../timeline/event-store.ts';
import type { Investigation, Nobody } from '../../../timeline/investigate-actor.ts';
import type { Station } from '../../../timeline/role-chain.ts';
import type { TouchedThing } from '../../../timeline/touched.ts';
import { alertJson } from '../alert-json.ts';
import { terminalVoice } from '../terminal-voice.ts';

/** The document of `kushi actor --json` (CONTRACTS). */
export function actorJson(actor: Investigation): unknown {
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
      identifiers: resolution.identifiers.map(({ first, last, proof, ...rest }) => ({
        ...rest,
        first: formatTime(first),
        last: formatTime(last),
        proof: proof === null ? null : proofJson(proof),
      })),
      candidates: [],
      baselines: novelty.baselines,
      busyAddresses: found.busyAddresses,
      complete: !found.cut && chain.cut === 0,
    },
    events: events.map(({ time, ...rest }) => ({ time: formatTime(time), ...rest })),
    chain: chain.stations.map(stationJson),
    alerts: alerts.map((alert: Alert) => alertJson(alert)),
    new: novelty.values.map(({ proof, ...rest }) => ({ ...rest, proof: proofJson(proof) })),
    touched: Object.fromEntries(Object.entries(touched).map(([verb, things]) => [verb, things.map(thingJson)])),
    cannotSee: gaps.map(gapJson),
  };
}

function stationJson({ links, used, ...station }: Station): unknown {
  return {
    ...station,
    used: used === null ? null : { ...used, first: formatTime(used.first), last: formatTime(used.last) },
    links: links.map(({ proof, ...link }) => ({ ...link, ...proofJson(proof) })),
  };
}

function thingJson({ first, last, proof, ...rest }: TouchedThing): unknown {
  return { ...rest, first: formatTime(first), last: formatTime(last), proof: proofJson(proof) };
}

/** Programs get the texts as they are. */
const plainVoice: Voice = { ...terminalVoice, show: (text) => text };

function gapJson({ message, since, until, proof, ...rest }: Gap): unknown {
  return {
    ...rest,
    sentence: sayMessage(plainVoice, message),
    since: since === null ? null : formatTime(since),
    until: until === null ? null : formatTime(until),
    proof: proof === null ? null : proofJson(proof),
  };
}

/** The same document for an id that leads to nobody, or to several. */
export function nobodyJson({ resolution: { asked, seen, candidates }, gaps }: Nobody): unknown {
  const actor = { asked, kind: null, name: null, account: null, seen, candidates };
  return { actor, events: [], chain: [], alerts: [], new: [], touched: {}, cannotSee: gaps.map(gapJson) };
}

function proofJson({ time, ...rest }: Proof): Readonly<Record<string, unknown>> {
  return { time: formatTime(time), ...rest };
}
