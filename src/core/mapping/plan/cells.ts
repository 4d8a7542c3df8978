import type { Column } from '../../batch/column.ts';
import type { Dictionary } from '../../batch/dictionary.ts';
import type { EcsType } from '../../ecs/ecs.ts';
import type { FieldValue, Value } from '../target.ts';

/**
 * The distinct values of a field, by code: 0 is absent, other codes stay what they are until `reset`. While a batch is
 * made every field is a column of codes, whatever its type; `column` turns them into the typed column of the event batch.
 */
export interface Cells {
  readonly size: number;
  /** Set when codes are ids of this dictionary. */
  readonly dictionary?: Dictionary;
  /** The code of a value; 0 when there is nothing to keep (an empty list). */
  put(value: FieldValue): number;
  value(code: number): FieldValue;
  /** As other operations read it. */
  values(code: number): readonly Value[];
  column(codes: Uint32Array): Column;
}

/** The code of a field that the mapping pinned as absent (`null`): nothing weaker may fill it. */
export const pinned = 0xffffffff;

export type CellKind = 'text' | 'list' | 'int64' | 'double' | 'boolean';

/** How values of an ECS type are kept. Arrays are lists of text whatever their type: ECS has hardly any of numbers. */
export function cellKind(type: EcsType, array: boolean): CellKind {
  if (array) return 'list';
  switch (type) {
    case 'long':
    case 'integer':
    case 'date':
      return 'int64';
    case 'float':
    case 'double':
    case 'scaled_float':
      return 'double';
    case 'boolean':
      return 'boolean';
    default:
      return 'text';
  }
}
