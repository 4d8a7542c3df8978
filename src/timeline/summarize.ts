import type { EventRow } from '../engines/engine.ts';
import type { ChosenRange } from './choose-range.ts';
import { textOf, textsOf } from './event-store.ts';

/** Numbers of the events that are certainly the actor's. */
export interface EventNumbers {
  readonly events: number;
  readonly failed: number;
  /** Calls that worked and created, changed or deleted something. */
  readonly changes: number;
  readonly accounts: number;
  readonly addresses: number;
}

export interface Summary {
  readonly all: EventNumbers;
  /** Around the alert, when the range is around one: before its first event, and from there on. */
  readonly before: EventNumbers | null;
  readonly after: EventNumbers | null;
}

export function summarize(exact: readonly EventRow[], { alert }: ChosenRange): Summary {
  const all = numbersOf(exact);
  if (alert === undefined) return { all, before: null, after: null };
  return {
    all,
    before: numbersOf(exact.filter(({ time }) => time < alert.first)),
    after: numbersOf(exact.filter(({ time }) => time >= alert.first)),
  };
}

const changing = new Set(['creation', 'change', 'deletion']);

/** Whether a call worked and created, changed or deleted something. */
export function isChange({ fields }: EventRow): boolean {
  return fields['event.outcome'] !== 'failure' && textsOf(fields['event.type']).some((type) => changing.has(type));
}

function numbersOf(rows: readonly EventRow[]): EventNumbers {
  const failed = rows.filter(({ fields }) => fields['event.outcome'] === 'failure');
  const changes = rows.filter(isChange);
  const distinct = (field: string) => new Set(rows.flatMap(({ fields }) => textOf(fields[field]) ?? [])).size;
  return {
    events: rows.length,
    failed: failed.length,
    changes: changes.length,
    accounts: distinct('cloud.account.id'),
    addresses: distinct('source.ip'),
  };
}
