import type { Column } from '../../core/batch/column.ts';
import { commonKind } from '../../core/parquet/convert-column.ts';
import type { ColumnSchema, StoredKind } from '../../core/parquet/metadata.ts';
import type { SourceGroup } from './live-sources.ts';
import { rawColumn } from './segment-columns.ts';

/** The columns of all sources; one that they store differently gets the kind that holds both. The raw record is last. */
export function joinedSchema(groups: readonly SourceGroup[], isTime: (field: string) => boolean): ColumnSchema[] {
  const joined = new Map<string, ColumnSchema>();
  for (const file of new Set(groups.map((group) => group.file))) {
    for (const schema of file.metadata.columns) {
      const known = joined.get(schema.name);
      joined.set(schema.name, known === undefined ? schema : join(known, schema, isTime));
    }
  }
  const raw = joined.get(rawColumn);
  joined.delete(rawColumn);
  return raw === undefined ? [...joined.values()] : [...joined.values(), raw];
}

function join(a: ColumnSchema, b: ColumnSchema, isTime: (field: string) => boolean): ColumnSchema {
  if (a.kind === b.kind) return a;
  const kind = commonKind(columnKind(a.kind), columnKind(b.kind));
  return { name: a.name, kind: kind === 'int64' ? (isTime(a.name) ? 'time' : 'int64') : kind, required: false };
}

/** What a column is in memory. */
export function columnKind(kind: StoredKind): Column['kind'] {
  if (kind === 'time') return 'int64';
  return kind === 'raw' ? 'bytes' : kind;
}
