import type { EventRow } from '../engines/engine.ts';
import type { AlertMatch } from '../state/alerts.ts';
import { type EventStore, textOf } from '../timeline/event-store.ts';
import type { ActorEvents } from '../timeline/find-events.ts';
import { sentenceOf } from '../timeline/sentence.ts';
import type { Capped, MatchingEvent } from './answer.ts';
import { type Facts, keyOf } from './facts.ts';
import { outcomeOf } from './outcomes.ts';

/** Events opened one by one, newest first, where the timeline has not read them. */
const mostOpened = 20;
const mostShown = 50;

/** The events behind an alert, oldest first: those the timeline read, and a few more that it did not. */
export async function readMatches(
  { engine, snapshot }: EventStore,
  matches: readonly AlertMatch[],
  { exact, weak }: Pick<ActorEvents, 'exact' | 'weak'>,
): Promise<readonly EventRow[]> {
  const keys = new Set(matches.map(keyOf));
  const known = new Map([...weak, ...exact].filter((row) => keys.has(keyOf(row))).map((row) => [keyOf(row), row]));
  const missing = matches.filter((match) => !known.has(keyOf(match))).slice(-mostOpened);
  for (const { object, offset, dataset, time } of missing) {
    const segments = snapshot.segments.filter(
      (one) => one.dataset === dataset && one.first <= time && one.last >= time,
    );
    const row = await engine.open(object, offset, { segments });
    if (row !== null) known.set(keyOf(row), row);
  }
  return [...known.values()].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

/** The events behind the alert as they are shown, newest first. */
export function matchingEvents({ matches, matched, found }: Facts): Capped<MatchingEvent> {
  const told = new Map(found.events.map((event) => [keyOf(event), event.sentence]));
  const shown = matched.slice(-mostShown).reverse();
  return {
    shown: shown.map((row) => ({
      object: row.object,
      offset: row.offset,
      dataset: row.dataset,
      id: textOf(row.fields['event.id']) ?? '',
      time: row.time,
      action: textOf(row.fields['event.action']),
      sentence: told.get(keyOf(row)) ?? sentenceOf(row),
      outcome: outcomeOf(row),
      error: textOf(row.fields['error.code']),
      address: textOf(row.fields['source.ip']),
    })),
    total: matches.length,
  };
}
