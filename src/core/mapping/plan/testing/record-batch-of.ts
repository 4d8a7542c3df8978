import { ColumnMemory } from '../../../batch/column-memory.ts';
import { type Dictionary, GrowingDictionary, ValueKind } from '../../../batch/dictionary.ts';
import type { RecordBatch, RecordColumn } from '../../../codecs/reader.ts';
import type { Value } from '../../target.ts';
import { ListInterner } from '../list-interner.ts';

/** A record as values by path; several values are an array of the vendor's. */
export type TestRecord = Readonly<Record<string, readonly Value[]>>;

export function text(value: string): Value {
  return { text: value, kind: ValueKind.text };
}

/** A dictionary that compares nothing. */
class PlainDictionary implements Dictionary {
  readonly unique = true;
  readonly #values: Value[] = [{ text: '', kind: ValueKind.null }];

  get size(): number {
    return this.#values.length - 1;
  }

  text(id: number): string {
    return this.#values[id].text;
  }

  kind(id: number): ValueKind {
    return this.#values[id].kind;
  }

  put(value: string, kind: ValueKind): number {
    return this.#values.push({ text: value, kind }) - 1;
  }
}

/** Makes batches as a reader does: dictionaries live as long as the builder. Paths in `unique` have plain ones. */
export class RecordBatchBuilder {
  readonly #dictionaries = new Map<string, GrowingDictionary | PlainDictionary>();
  readonly #lists = new Map<string, ListInterner>();
  readonly #unique: readonly string[];

  constructor(unique: readonly string[] = []) {
    this.#unique = unique;
  }

  batch(records: readonly TestRecord[]): RecordBatch {
    const paths = new Set(records.flatMap((record) => Object.keys(record)));
    const raws = records.map((record) => new TextEncoder().encode(JSON.stringify(record)));
    return {
      rows: records.length,
      columns: new Map([...paths].map((path) => [path, this.#column(path, records)])),
      numbers: new Map(),
      object: new Uint32Array(records.length),
      offset: Float64Array.from(records, (_, row) => row * 100),
      length: Uint32Array.from(raws, (raw) => raw.length),
      raw: bytesColumn(raws),
      rejects: [],
      memory: new ColumnMemory(),
    };
  }

  #column(path: string, records: readonly TestRecord[]): RecordColumn {
    const dictionary =
      this.#dictionaries.get(path) ?? (this.#unique.includes(path) ? new PlainDictionary() : new GrowingDictionary());
    const lists = this.#lists.get(path) ?? new ListInterner();
    this.#dictionaries.set(path, dictionary);
    this.#lists.set(path, lists);
    const ids = records.map((record) => (record[path] ?? []).map((value) => dictionary.put(value.text, value.kind)));
    const many = Uint32Array.from(ids, (row) => (row.length > 1 ? lists.put(row) : 0));
    return {
      ids: Uint32Array.from(ids, (row) => row[0] ?? 0),
      dictionary,
      many: many.some((id) => id > 0) ? many : null,
      lists,
    };
  }
}

function bytesColumn(raws: readonly Uint8Array[]) {
  const starts = new Uint32Array(raws.length);
  const bytes = new Uint8Array(raws.reduce((sum, raw) => sum + 4 + raw.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [row, raw] of raws.entries()) {
    view.setUint32(at, raw.length, true);
    starts[row] = at + 4;
    bytes.set(raw, at + 4);
    at += 4 + raw.length;
  }
  return { kind: 'bytes' as const, bytes, starts };
}
