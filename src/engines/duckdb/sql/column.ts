import { type Comparison, comparisonOf, type FieldTypes } from '../../../core/query/field-types.ts';
import type { FieldKind } from '../../engine.ts';
import { quoteName } from './quote.ts';

/** Columns every segment has, beside those of its fields. */
export const rawColumn = quoteName('event.original');
export const timeColumn = quoteName('@timestamp');
export const objectColumn = quoteName('kushi.object');
export const offsetColumn = quoteName('kushi.offset');
export const generationColumn = quoteName('kushi.generation');

/** `rowId` of core as SQL: the id of events whose vendor gives none. */
export const ownId = `${objectColumn} || '-' || lower(hex(${offsetColumn}))`;

/** A field as a statement reads it. */
export interface SqlColumn {
  /** An expression of the stored type. */
  readonly sql: string;
  readonly kind: FieldKind;
  readonly comparison: Comparison;
}

/** The kinds of the fields that a group of segments has. */
export type Kinds = Readonly<Record<string, FieldKind>>;

/** The column of a field, or undefined when these segments have none and the field is absent in every row. */
export function columnOf(field: string, kinds: Kinds, types: FieldTypes): SqlColumn | undefined {
  const comparison = comparisonOf(field, types);
  if (field === '@timestamp') return { sql: timeColumn, kind: 'int64', comparison };
  if (field === 'event.original') return { sql: rawColumn, kind: 'text', comparison };
  const stored = Object.hasOwn(kinds, field) ? kinds[field] : undefined;
  if (field === 'event.id') {
    return { sql: stored === undefined ? ownId : `coalesce(${quoteName(field)}, ${ownId})`, kind: 'text', comparison };
  }
  return stored === undefined ? undefined : { sql: quoteName(field), kind: stored, comparison };
}

/** The value of a one-valued column as the text that text tests see; undefined where SQL and JavaScript write it differently. */
export function textSql(column: SqlColumn): string | undefined {
  if (column.comparison === 'date') return undefined;
  switch (column.kind) {
    case 'bytes':
      return `to_base64(${column.sql})`;
    case 'boolean':
    case 'int64':
      return `CAST(${column.sql} AS VARCHAR)`;
    case 'double':
      return undefined;
    default:
      return column.sql;
  }
}
