import { comparisonOf } from '../core/query/field-types.ts';
import type { Snapshot } from '../engines/engine.ts';
import { bestMatches } from './completion/best-matches.ts';
import type { Question } from './question.ts';

export interface CompleteFieldsInput {
  readonly typed: string;
  readonly limit: number;
}

export interface FieldNames {
  readonly fields: readonly {
    readonly name: string;
    readonly type: string;
    /** Events of segments that have the field in some event: more of them is a better guess. 0 when none has it. */
    readonly events: number;
  }[];
}

/** Names of fields, those that stored events have first. */
export const completeFields: Question<CompleteFieldsInput, FieldNames> = async (input, context) => {
  const { content, snapshot } = context;
  const events = eventsOfFields(snapshot);
  const names = new Set(['@timestamp', 'event.dataset', ...events.keys(), ...content.fieldNames]);
  const weight = (name: string) => events.get(name) ?? 0;
  const best = bestMatches(names, { ...input, text: (name) => name, weight });
  return {
    fields: best.map((name) => ({ name, type: comparisonOf(name, content.fieldTypes), events: weight(name) })),
  };
};

const counted = new WeakMap<Snapshot, ReadonlyMap<string, number>>();

function eventsOfFields(snapshot: Snapshot): ReadonlyMap<string, number> {
  const known = counted.get(snapshot);
  if (known !== undefined) return known;
  const events = new Map<string, number>();
  for (const { fields, rows } of snapshot.segments)
    for (const name of Object.keys(fields)) events.set(name, (events.get(name) ?? 0) + rows);
  counted.set(snapshot, events);
  return events;
}
