import { formatTime } from '../../core/time/rfc3339.ts';
import type { Alert } from '../../state/alerts.ts';
import type { Proof } from '../../timeline/event-store.ts';
import type { Investigation } from '../../timeline/investigate-actor.ts';
import type { Resolution } from '../../timeline/resolve-actor.ts';
import { alertJson } from './alert-json.ts';

/** The document of `kushi actor --json` (CONTRACTS). */
export function actorJson({ resolution, identity, range, chain, found, events, alerts }: Investigation): unknown {
  return {
    actor: {
      asked: resolution.asked,
      ...identity,
      from: formatTime(range.from),
      to: formatTime(range.to),
      range: range.because,
      identifiers: resolution.identifiers.map(({ first, last, proof, ...rest }) => ({
        ...rest,
        first: formatTime(first),
        last: formatTime(last),
        proof: proof === null ? null : proofJson(proof),
      })),
      candidates: [],
      busyAddresses: found.busyAddresses,
      complete: !found.cut && chain.cut === 0,
    },
    events: events.map(({ time, ...rest }) => ({ time: formatTime(time), ...rest })),
    chain: chain.stations.map(({ links, ...station }) => ({
      ...station,
      links: links.map(({ by, proof }) => ({ by, ...proofJson(proof) })),
    })),
    alerts: alerts.map((alert: Alert) => alertJson(alert)),
    new: [],
    touched: {},
    cannotSee: [],
  };
}

/** The same document for an id that leads to nobody, or to several. */
export function nobodyJson({ asked, seen, candidates }: Resolution): unknown {
  const actor = { asked, kind: null, name: null, account: null, seen, candidates };
  return { actor, events: [], chain: [], alerts: [], new: [], touched: {}, cannotSee: [] };
}

function proofJson({ time, ...rest }: Proof): Readonly<Record<string, unknown>> {
  return { time: formatTime(time), ...rest };
}
