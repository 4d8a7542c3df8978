import { dayOf } from '../engines/day-of.ts';
import { findAlert } from '../state/alerts.ts';
import type { StateDb } from '../state/open-state.ts';
import type { EventStore } from '../timeline/event-store.ts';
import { identityFields, identityOfShape, indexedName, shortName } from '../timeline/identity.ts';
import type { AlertQuestion, AnswerAlert, AnswerHeader, Counted } from './answer.ts';
import { rangeOf, ruleOf } from './answer-alert.ts';
import { capped } from './facts.ts';
import { seenOf } from './who.ts';

const mostActions = 10;

/**
 * The first part of an answer, within 300 ms: from the state and the entity index, without reading an event. Numbers are
 * of whole UTC days. Null when there is no such alert.
 */
export async function answerHeader(
  store: EventStore,
  db: StateDb,
  { alert: name, now, rules }: AlertQuestion,
): Promise<AnswerHeader | null> {
  const alert = await findAlert(db, name);
  if (alert === null) return null;
  const identity = identityOfShape(alert.entity.value);
  const value = identity === null ? alert.entity.value : indexedName(identity);
  const fields = identity === null ? [alert.entity.kind] : identityFields(identity);
  const sightings = await store.engine.sightings({ values: [value], fields }, store.snapshot);
  const range = rangeOf(alert, now);
  const [from, to] = [dayOf(range.from), dayOf(range.to - 1n)];
  const near = sightings.filter(({ day }) => day >= from && day <= to);
  return {
    alert: alert as AnswerAlert,
    rule: ruleOf(alert, rules),
    asked: now,
    who: {
      kind: identity?.kind ?? 'unknown',
      name: alert.entity.value,
      short: identity === null ? alert.entity.value : shortName(identity),
      account: identity?.account ?? null,
      seen: seenOf({ sightings }),
    },
    actions: capped(sums(near.map(({ action, count }) => [action, count])), mostActions),
    datasets: sums(near.map(({ dataset, count }) => [dataset, count])),
  };
}

/** Counts by name, most first. */
function sums(counts: readonly (readonly [name: string | null, count: number])[]): Counted[] {
  const totals = new Map<string, number>();
  for (const [name, count] of counts) if (name !== null) totals.set(name, (totals.get(name) ?? 0) + count);
  return [...totals].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}
