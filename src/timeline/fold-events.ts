import { nsPerSecond } from '../core/time/rfc3339.ts';
import type { TimelineEvent } from './timeline.ts';

/** Events of one kind close in time, as one line. */
export interface FoldedEvents {
  /** The first of them; it stands for all. */
  readonly event: TimelineEvent;
  readonly count: number;
  readonly last: bigint;
  /** How many different sentences they have. */
  readonly sentences: number;
}

/** A pause longer than this begins a new line. */
const pause = 600n * nsPerSecond;

/** Folds events that differ only in what they were done to, oldest first. Those of an alert stay apart from the rest. */
export function foldEvents(events: readonly TimelineEvent[]): FoldedEvents[] {
  const folds: { event: TimelineEvent; count: number; last: bigint; sentences: Set<string> }[] = [];
  const open = new Map<string, number>();
  for (const event of events) {
    const key = likeness(event);
    const fold = folds[open.get(key) ?? -1];
    if (fold === undefined || event.time - fold.last > pause) {
      open.set(key, folds.length);
      folds.push({ event, count: 1, last: event.time, sentences: new Set([event.sentence]) });
      continue;
    }
    fold.count++;
    fold.last = event.time;
    fold.sentences.add(event.sentence);
  }
  return folds.map(({ sentences, ...fold }) => ({ ...fold, sentences: sentences.size }));
}

function likeness({ dataset, station, action, outcome, error, address, account, alert }: TimelineEvent): string {
  return [dataset, station, action, outcome, error, address, account, alert].join('\0');
}
