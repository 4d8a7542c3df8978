import { int64ToBigInt, int64ToNumber } from '../../core/batch/column.ts';
import type { EntityTable } from '../../core/entities/entity-table.ts';
import { ByteDictionary } from '../../core/parquet/byte-dictionary.ts';
import { compareBytes } from '../../core/parquet/compare-bytes.ts';
import { compareText } from '../../core/query/compare-text.ts';
import type { ParquetFile } from '../../segments/parquet-file.ts';
import type { LiveSegment, Sighting, SightingsOptions, Snapshot } from '../engine.ts';
import { leavesOut, sidecarGroup } from './entity-sidecar.ts';
import { liveEntities } from './live-entities.ts';
import type { SegmentStorage } from './segment-storage.ts';

/** `Engine.sightings`: days `[from, to]`, both ends included. Ordered by value, field, dataset, action and day. */
export async function sightings(
  storage: SegmentStorage,
  options: SightingsOptions,
  snapshot: Snapshot,
): Promise<readonly Sighting[]> {
  const { from = '', to = '~' } = options;
  const found = new SightingSums(options.fields);
  for (const segment of snapshot.segments) {
    if (segment.day < from || segment.day > to) continue;
    await lookUp(storage, segment, { values: options.values, found });
  }
  return found.sorted();
}

interface Lookup {
  readonly values: readonly string[] | undefined;
  readonly found: SightingSums;
}

async function lookUp(storage: SegmentStorage, segment: LiveSegment, { values, found }: Lookup): Promise<void> {
  const sidecar = await storage.files.open(segment.entitiesKey);
  if (!leavesOut(sidecar, segment.dead)) {
    // Rows died after the sidecar was made: the segment itself still tells the truth.
    const table = await liveEntities(storage, segment);
    found.add(segment, table, values === undefined ? allRows(table) : rowsOfTexts(table, values));
    return;
  }
  for (let group = 0; group < sidecar.metadata.rowGroups.length; group++) {
    const wanted = values === undefined ? null : await mayHold(sidecar, group, values);
    if (wanted !== null && wanted.length === 0) continue;
    const table = await sidecarGroup(sidecar, group, { kept: wanted !== null });
    found.add(segment, table, wanted === null ? allRows(table) : rowsOfValues(table, wanted));
  }
}

/** The values, as UTF-8, that bounds and Bloom filter do not exclude from a row group. */
async function mayHold(sidecar: ParquetFile, group: number, values: readonly string[]): Promise<Uint8Array[]> {
  const wanted: Uint8Array[] = [];
  for (const value of values) {
    const bytes = Buffer.from(value);
    if (await sidecar.mayHold(group, 'value', bytes)) wanted.push(bytes);
  }
  return wanted;
}

function* allRows(table: EntityTable): Iterable<number> {
  for (let row = 0; row < table.rows; row++) yield row;
}

function* rowsOfTexts(table: EntityTable, values: readonly string[]): Iterable<number> {
  const wanted = new Set(values);
  for (const row of allRows(table)) if (wanted.has(table.value.dictionary.text(table.value.ids[row]))) yield row;
}

/** Rows and dictionary are sorted alike, so a value's id and its first row are found by bisection. */
function* rowsOfValues(table: EntityTable, values: readonly Uint8Array[]): Iterable<number> {
  const { ids, dictionary } = table.value;
  if (!(dictionary instanceof ByteDictionary)) return;
  for (const bytes of values) {
    const id = findValue(dictionary, bytes);
    if (id === 0) continue;
    for (let row = firstRowOf(ids, id); row < ids.length && ids[row] === id; row++) yield row;
  }
}

function findValue(dictionary: ByteDictionary, value: Uint8Array): number {
  const wanted = { bytes: value, start: 0, end: value.length };
  let low = 1;
  let high = dictionary.size;
  while (low <= high) {
    const id = (low + high) >> 1;
    const order = compareBytes(
      { bytes: dictionary.bytes, start: dictionary.starts[id], end: dictionary.end(id) },
      wanted,
    );
    if (order === 0) return id;
    if (order < 0) low = id + 1;
    else high = id - 1;
  }
  return 0;
}

function firstRowOf(ids: Uint32Array, id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ids[middle] < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Sum = { -readonly [K in keyof Sighting]: Sighting[K] };

/** Sightings of several segments, those of one field, value, dataset, action and day added up. */
class SightingSums {
  readonly #sums = new Map<string, Sum>();
  readonly #fields: ReadonlySet<string> | null;

  constructor(fields: readonly string[] | undefined) {
    this.#fields = fields === undefined ? null : new Set(fields);
  }

  add(segment: LiveSegment, table: EntityTable, rows: Iterable<number>): void {
    for (const row of rows) {
      const field = table.field.dictionary.text(table.field.ids[row]);
      if (this.#fields !== null && !this.#fields.has(field)) continue;
      const actionId = table.action.ids[row];
      this.#add({
        field,
        value: table.value.dictionary.text(table.value.ids[row]),
        dataset: segment.dataset,
        action: actionId === 0 ? null : table.action.dictionary.text(actionId),
        day: table.day.dictionary.text(table.day.ids[row]),
        first: int64ToBigInt(table.first.words, row),
        last: int64ToBigInt(table.last.words, row),
        count: int64ToNumber(table.count.words, row),
      });
    }
  }

  #add(seen: Sum): void {
    const key = JSON.stringify(orderOf(seen));
    const sum = this.#sums.get(key);
    if (sum === undefined) {
      this.#sums.set(key, seen);
      return;
    }
    if (seen.first < sum.first) sum.first = seen.first;
    if (seen.last > sum.last) sum.last = seen.last;
    sum.count += seen.count;
  }

  sorted(): Sighting[] {
    const ordered = [...this.#sums.values()].map((seen) => ({ seen, order: orderOf(seen) }));
    return ordered.sort((a, b) => compareOrders(a.order, b.order)).map(({ seen }) => seen);
  }
}

/** What tells sightings apart, and orders them; no action comes first. */
function orderOf({ value, field, dataset, action, day }: Sighting): readonly string[] {
  return [value, field, dataset, action ?? '', action === null ? '0' : '1', day];
}

function compareOrders(a: readonly string[], b: readonly string[]): number {
  const place = a.findIndex((part, index) => part !== b[index]);
  return place < 0 ? 0 : compareText(a[place], b[place]);
}
