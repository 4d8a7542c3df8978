import { message } from '../core/words/say.ts';
import type { EventRow } from '../engines/engine.ts';
import type { Alert, AlertMatch } from '../state/alerts.ts';
import type { StateDb } from '../state/open-state.ts';
import { eventKey } from '../timeline/alerts-of.ts';
import { cannotSee } from '../timeline/cannot-see/cannot-see.ts';
import { type Gap, noPlace } from '../timeline/cannot-see/gap.ts';
import type { EventStore, TimeRange } from '../timeline/event-store.ts';
import type { Identity } from '../timeline/identity.ts';
import type { Investigation, Nobody } from '../timeline/investigate-actor.ts';
import { summarize } from '../timeline/summarize.ts';
import { toTimeline } from '../timeline/timeline.ts';
import { touchedBy } from '../timeline/touched.ts';
import { readMatches } from './matching-events.ts';

interface Asked {
  readonly alert: Alert;
  readonly matches: readonly AlertMatch[];
  readonly range: TimeRange;
  readonly nobody: Nobody;
}

/** What can be said where the alert's entity names nobody, or may be several: the events behind it, and that it is so. */
export async function nobodyFound(
  store: EventStore,
  db: StateDb,
  { alert, matches, range, nobody }: Asked,
): Promise<Investigation> {
  const identity: Identity = { kind: 'name', name: alert.entity.value, account: null };
  const exact = await readMatches(store, matches, { exact: [], weak: [] });
  const found = { exact, weak: [], cut: false, busyAddresses: [] };
  const chain = { stations: [], ownKeys: [], cut: 0 };
  const touched = touchedBy(exact, new Map());
  const unseen = await cannotSee(store, db, { range, found, chain, touched });
  const context = { self: identity.name, chain, alertOf: alertOf(exact, alert), requests: new Map() };
  return {
    resolution: nobody.resolution,
    identity,
    range: { ...range, because: 'asked' },
    chain,
    found,
    events: toTimeline(found, context),
    alerts: [alert],
    summary: summarize(exact, { ...range, because: 'asked' }),
    novelty: { values: [], baselines: [] },
    touched,
    gaps: [unknownGap(nobody), ...unseen, ...nobody.gaps],
  };
}

function alertOf(rows: readonly EventRow[], { id }: Alert): ReadonlyMap<string, string> {
  return new Map(rows.map(({ object, offset }) => [eventKey(object, offset), id]));
}

function unknownGap({ resolution: { asked, candidates } }: Nobody): Gap {
  const identities = candidates.length;
  const sentence =
    identities > 1 ? message('gap.ambiguous', { value: asked, identities }) : message('gap.nobody', { value: asked });
  return { ...noPlace, kind: 'nobody', message: sentence, evidence: { value: asked, identities } };
}
