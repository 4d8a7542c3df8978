import { formatTime } from '../core/time/rfc3339.ts';
import { fieldIs } from '../timeline/event-store.ts';
import type { Question } from './question.ts';
import { eventDatasets } from './search-events.ts';

export interface FoundEvents {
  /** One as a rule; both accounts of a call across accounts log the same id. */
  readonly events: readonly {
    readonly object: string;
    readonly offset: number;
    readonly dataset: string;
    readonly time: string;
  }[];
}

const mostFound = 20;

/** Where the events of an id lie. */
export const findEvent: Question<{ readonly id: string }, FoundEvents> = async ({ id }, context) => {
  const { engine, snapshot, signal } = context;
  const options = { datasets: eventDatasets(snapshot), fields: [], limit: mostFound, signal };
  const events: FoundEvents['events'][number][] = [];
  for await (const { object, offset, dataset, time } of engine.search(fieldIs('event.id', [id]), snapshot, options))
    events.push({ object, offset, dataset, time: formatTime(time) });
  return { events };
};
