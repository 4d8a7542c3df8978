import type { TextColumn } from '../../batch/column.ts';
import { type Dictionary, GrowingDictionary, ValueKind } from '../../batch/dictionary.ts';
import type { FieldValue, Value } from '../target.ts';
import type { Cells } from './cells.ts';
import { noValues } from './slot.ts';

/** A text field with values of its own making. */
export function textCells(): Cells {
  const dictionary = new GrowingDictionary();
  return {
    ...sharedCells(dictionary),
    put: (value) => dictionary.put(fieldText(value)),
    get size() {
      return dictionary.size;
    },
  };
}

/** A text field whose every value is its input's, unchanged: it shares the input's dictionary, and nothing is copied. */
export function sharedCells(dictionary: Dictionary): Cells {
  return {
    dictionary,
    get size() {
      return dictionary.size;
    },
    put: () => 0,
    value: (code) => dictionary.text(code),
    values: (code): readonly Value[] =>
      code === 0 ? noValues : [{ text: dictionary.text(code), kind: ValueKind.text }],
    column: (codes): TextColumn => ({ kind: 'text', ids: codes, dictionary }),
  };
}

export function fieldText(value: FieldValue): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? (value[0] ?? '') : String(value);
}
