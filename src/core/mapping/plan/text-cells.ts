import type { TextColumn } from '../../batch/column.ts';
import { type Dictionary, GrowingDictionary, ValueKind } from '../../batch/dictionary.ts';
import type { FieldValue, Value } from '../target.ts';
import type { Cells } from './cells.ts';
import { noValues } from './slot.ts';

/** A text field whose every value is its input's, unchanged: it shares the input's dictionary, and nothing is copied. */
export class SharedCells implements Cells {
  readonly dictionary: Dictionary;

  constructor(dictionary: Dictionary) {
    this.dictionary = dictionary;
  }

  get size(): number {
    return this.dictionary.size;
  }

  put(_value: FieldValue): number {
    return 0;
  }

  value(code: number): string {
    return this.dictionary.text(code);
  }

  values(code: number): readonly Value[] {
    return code === 0 ? noValues : [{ text: this.dictionary.text(code), kind: ValueKind.text }];
  }

  column(codes: Uint32Array): TextColumn {
    return { kind: 'text', ids: codes, dictionary: this.dictionary };
  }
}

/** A text field with values of its own making. */
export class TextCells extends SharedCells {
  readonly #own: GrowingDictionary;

  constructor() {
    const own = new GrowingDictionary();
    super(own);
    this.#own = own;
  }

  override put(value: FieldValue): number {
    return this.#own.put(fieldText(value));
  }
}

export function fieldText(value: FieldValue): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? (value[0] ?? '') : String(value);
}
