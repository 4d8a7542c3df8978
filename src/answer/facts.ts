import type { EventRow } from '../engines/engine.ts';
import type { AlertMatch } from '../state/alerts.ts';
import { eventKey } from '../timeline/alerts-of.ts';
import { textOf } from '../timeline/event-store.ts';
import type { Investigation } from '../timeline/investigate-actor.ts';
import type { AnswerAlert, Capped, Counted } from './answer.ts';

/** What an answer is made of: the alert, the events behind it, and what its actor did around it. */
export interface Facts {
  readonly alert: AnswerAlert;
  readonly found: Investigation;
  /** Events of the actor and its chain, oldest first, without what sensors say of them. */
  readonly calls: readonly EventRow[];
  /** The matches as the state has them, oldest first, and those of their events that were read. */
  readonly matches: readonly AlertMatch[];
  readonly matched: readonly EventRow[];
  readonly asked: bigint;
}

/** A finding tells of events; it is none of them. */
export function isFinding({ fields }: EventRow): boolean {
  return fields['event.kind'] === 'alert';
}

export function keyOf({ object, offset }: { readonly object: string; readonly offset: number }): string {
  return eventKey(object, offset);
}

/** Texts by how often they come, most first; of equals the one that came first. */
export function counted(texts: readonly (string | null)[]): Counted[] {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

export function countedField(rows: readonly EventRow[], field: string): Counted[] {
  return counted(rows.map(({ fields }) => textOf(fields[field])));
}

export function capped<T>(items: readonly T[], most: number): Capped<T> {
  return { shown: items.slice(0, most), total: items.length };
}
