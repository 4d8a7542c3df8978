import { ValueKind } from '../../batch/dictionary.ts';
import type { Value } from '../target.ts';
import type { BatchWork } from './batch-work.ts';
import { noValues, type Slot } from './slot.ts';

/** A slot of the narrow texts; each distinct value is narrowed once. Texts and table are those of `owner`, the operation. */
export function narrowSlot(slot: Slot, narrow: (value: Value) => string, owner: object, work: BatchWork): Slot {
  const texts = work.memory.texts(owner);
  const idOf = (id: number) => {
    const value = slot.values(id)[0];
    return value === undefined ? 0 : texts.put(narrow(value));
  };
  const ids = slot.unique
    ? slot.ids.map(idOf)
    : work.memory.table(owner, slot.source).codesOf(slot, idOf, work.columns);
  const values = (id: number): readonly Value[] =>
    id === 0 ? noValues : [{ text: texts.text(id), kind: ValueKind.text }];
  return { source: texts, ids, size: texts.size, unique: false, values };
}
