import type { ListColumn, TextColumn } from '../batch/column.ts';
import { type Dictionary, ValueKind } from '../batch/dictionary.ts';
import type { EventBatch } from '../batch/event-batch.ts';
import type { RollUp } from '../logtype/logtype.ts';
import { type EntityTable, entityTable, type Sightings } from './entity-table.ts';
import { SightingTable } from './sighting-table.ts';
import { storedText } from './text-order.ts';
import { copyTime } from './time-order.ts';

/** The action of an event, which `action` roll-ups count by. */
export const actionField = 'event.action';

/** What of a batch the entity index is made from. */
export type EntitySource = Pick<EventBatch, 'time' | 'fields'>;

export interface EntityDay {
  /** Entity fields of the log type. Fields that are not text or lists of text have no entities. */
  readonly entities: ReadonlyMap<string, RollUp>;
  /** The UTC day that all the rows are of, `2026-11-24`. */
  readonly day: string;
}

/** The entity index of the given rows. A list counts once for each of its values, however often one stands in it. */
export function accumulateEntities(source: EntitySource, rows: Uint32Array, { entities, day }: EntityDay): EntityTable {
  const counted: CountedField[] = [];
  const action = source.fields.get(actionField);
  const actions = action?.kind === 'text' ? action : null;
  for (const [field, rollUp] of entities) {
    const column = source.fields.get(field);
    if (column?.kind !== 'text' && column?.kind !== 'list') continue;
    const table = new SightingTable(source.time.words);
    const actionIds = rollUp === 'action' && actions !== null ? actions.ids : null;
    if (column.kind === 'text') countText(column, rows, actionIds, table);
    else countList(column, rows, actionIds, table);
    counted.push({ field, dictionary: column.dictionary, table });
  }
  return entityTable(gatherSightings(source.time.words, counted, { day, actions: actions?.dictionary ?? null }));
}

interface CountedField {
  readonly field: string;
  readonly dictionary: Dictionary;
  readonly table: SightingTable;
}

function countText(column: TextColumn, rows: Uint32Array, actions: Uint32Array | null, table: SightingTable): void {
  const { ids } = column;
  if (actions === null) table.addAll(ids, rows, column.dictionary.size);
  else for (const row of rows) if (ids[row] !== 0) table.add(ids[row], actions[row], row);
}

function countList(column: ListColumn, rows: Uint32Array, actions: Uint32Array | null, table: SightingTable): void {
  const { starts, items } = column.lists;
  const sameText = idsByText(column.dictionary);
  // The last list place each value was seen for, so that a value twice in one list counts once.
  const seen = new Uint32Array(column.dictionary.size + 1);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place];
    const list = column.ids[row];
    if (list === 0) continue;
    for (let at = starts[list]; at < starts[list + 1]; at++) {
      const id = sameText === null ? items[at] : sameText[items[at]];
      if (id === 0 || seen[id] === place + 1) continue;
      seen[id] = place + 1;
      table.add(id, actions === null ? 0 : actions[row], row);
    }
  }
}

/** Two ids may be one stored value: `1` and `"1"`, or two broken characters. The first id of each; null when all differ. */
function idsByText(dictionary: Dictionary): Uint32Array | null {
  let mayRepeat = false;
  for (let id = 1; id <= dictionary.size && !mayRepeat; id++) {
    const text = dictionary.text(id);
    mayRepeat = dictionary.kind(id) !== ValueKind.text || storedText(text) !== text;
  }
  if (!mayRepeat) return null;
  const first = new Map<string, number>();
  const ids = new Uint32Array(dictionary.size + 1);
  for (let id = 1; id <= dictionary.size; id++) {
    const text = storedText(dictionary.text(id));
    ids[id] = first.get(text) ?? id;
    if (ids[id] === id) first.set(text, id);
  }
  return ids;
}

/** The tables of all fields as one list of sightings, with the texts of their values decoded once for each. */
function gatherSightings(
  time: Int32Array,
  counted: readonly CountedField[],
  context: { day: string; actions: Dictionary | null },
): Sightings {
  const size = counted.reduce((sum, { table }) => sum + table.size, 0);
  const ids = () => new Uint32Array(size);
  const sightings = {
    size,
    values: { ids: ids(), texts: [''] },
    fields: { ids: ids(), texts: ['', ...counted.map(({ field }) => field)] },
    actions: { ids: ids(), texts: [''] },
    days: { ids: ids().fill(1), texts: ['', context.day] },
    first: new Int32Array(size * 2),
    last: new Int32Array(size * 2),
    counts: new Float64Array(size),
  };
  const actionTexts = context.actions === null ? null : textPlaces(context.actions, sightings.actions.texts);
  let at = 0;
  counted.forEach(({ dictionary, table }, index) => {
    const valueTexts = textPlaces(dictionary, sightings.values.texts);
    for (let entry = 0; entry < table.size; entry++, at++) {
      sightings.values.ids[at] = valueTexts(table.values[entry]);
      sightings.fields.ids[at] = index + 1;
      sightings.actions.ids[at] = actionTexts === null ? 0 : actionTexts(table.actions[entry]);
      copyTime(time, table.firsts[entry], sightings.first, at);
      copyTime(time, table.lasts[entry], sightings.last, at);
      sightings.counts[at] = table.counts[entry];
    }
  });
  return sightings;
}

/** Gives each id of a dictionary a place in `texts`, at its first use. */
function textPlaces(dictionary: Dictionary, texts: string[]): (id: number) => number {
  const places = new Uint32Array(dictionary.size + 1);
  return (id) => {
    if (id === 0) return 0;
    if (places[id] === 0) places[id] = texts.push(dictionary.text(id)) - 1;
    return places[id];
  };
}
