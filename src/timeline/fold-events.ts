import { nsPerSecond } from '../core/time/rfc3339.ts';
import type { TimelineEvent } from './timeline.ts';

/** Events of one kind close in time, as one line. */
export interface FoldedEvents {
  /** The first of them; it stands for all. */
  readonly event: TimelineEvent;
  readonly count: number;
  readonly last: bigint;
  /** How many different sentences and addresses they have. */
  readonly sentences: number;
  readonly addresses: number;
}

/** A pause longer than this begins a new line. */
const pause = 600n * nsPerSecond;

/** Folds events that differ only in what they were done to, oldest first. Those of an alert stay apart from the rest. */
export function foldEvents(events: readonly TimelineEvent[]): FoldedEvents[] {
  const folds: { event: TimelineEvent; count: number; last: bigint; sentences: Set<string>; addresses: Set<string> }[] =
    [];
  const open = new Map<string, number>();
  for (const event of events) {
    const key = likeness(event);
    const fold = folds[open.get(key) ?? -1];
    if (fold === undefined || event.time - fold.last > pause) {
      open.set(key, folds.length);
      folds.push({
        event,
        count: 1,
        last: event.time,
        sentences: new Set([event.sentence]),
        addresses: addressesOf(event),
      });
      continue;
    }
    fold.count++;
    fold.last = event.time;
    fold.sentences.add(event.sentence);
    for (const address of addressesOf(event)) fold.addresses.add(address);
  }
  return folds.map(({ sentences, addresses, ...fold }) => ({
    ...fold,
    sentences: sentences.size,
    addresses: addresses.size,
  }));
}

function addressesOf({ address }: TimelineEvent): Set<string> {
  return new Set(address === null ? [] : [address]);
}

/** Requests and flows that nobody signed are alike whatever their addresses, or those of a busy host would fill pages. */
function likeness(event: TimelineEvent): string {
  const { dataset, station, principal, action, outcome, error, address, account, alert } = event;
  const from = station !== null && principal === null ? null : address;
  return [dataset, station, principal, action, outcome, error, from, account, alert].join('\0');
}
