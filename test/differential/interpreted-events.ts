import { ValueKind } from '../../src/core/batch/dictionary.ts';
import type { EventBatch, ObjectRef } from '../../src/core/batch/event-batch.ts';
import { interpret } from '../../src/core/mapping/interpret.ts';
import type { Read } from '../../src/core/mapping/target.ts';
import type { EventValue, FieldAccess } from '../../src/core/query/field-access.ts';
import { recordPrefix } from '../../src/core/query/field-types.ts';
import type { EventRow } from '../../src/engines/engine.ts';
import { batchRows } from '../../src/engines/memory/batch-rows.ts';
import { rowAccess } from '../../src/engines/row-access.ts';
import type { Content } from '../../src/pipeline/content.ts';
import { openRecord } from '../../src/pipeline/open-record.ts';

/** An event as the plain evaluator sees it. */
export interface InterpretedEvent {
  readonly row: EventRow;
  readonly access: FieldAccess;
}

/**
 * The events of a batch, with the fields of the mapping made anew from each raw record, target by target, instead of by
 * columns and dictionaries. Only what derivations gave is taken from the batch.
 */
export function interpretedEvents(batch: EventBatch, content: Content): readonly InterpretedEvent[] {
  const { mapping } = content.logTypes.get(batch.dataset)!;
  const mapped = new Set(mapping.targets.filter(({ adds }) => !adds).map(({ field }) => field));
  const open = openRecord(content);
  return batchRows(batch).map((stored, index) => {
    const raw = String(stored.fields['event.original']);
    const record = open(batch.dataset, new TextEncoder().encode(raw));
    const fields = interpret(mapping, readerOf(record, raw, batch.objects[batch.object[index]]));
    const derived = Object.entries(stored.fields).filter(([name]) => !mapped.has(name));
    const own = [...fields].filter(([name]) => mapped.has(name) && name !== '@timestamp');
    const row = { ...stored, fields: Object.fromEntries([...derived, ...own]) };
    return { row, access: remembering(rowAccess(row, () => record)) };
  });
}

/** Thousands of questions are put to each event. */
function remembering(access: FieldAccess): FieldAccess {
  const known = new Map<string, readonly EventValue[]>();
  let texts: readonly string[] | undefined;
  return {
    values: (field) => {
      let values = known.get(field);
      if (values === undefined) {
        values = access.values(field);
        known.set(field, values);
      }
      return values;
    },
    keywords: () => {
      texts ??= [...access.keywords()];
      return texts;
    },
  };
}

function readerOf(record: FieldAccess, raw: string, object: ObjectRef): Read {
  return (input) => {
    if (input === '$raw') return [{ text: raw, kind: ValueKind.text }];
    if (input.startsWith('.')) {
      const values = record.values(`${recordPrefix}${input.slice(1)}`);
      return values.filter(({ kind }) => kind !== ValueKind.null);
    }
    const known = object[input.replace('$object.', '') as keyof ObjectRef];
    return known === undefined ? [] : [{ text: String(known), kind: ValueKind.text }];
  };
}
