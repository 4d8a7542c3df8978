import { ValueKind } from '../../batch/dictionary.ts';
import type { Value } from '../target.ts';
import type { SegmentMemory } from './segment-memory.ts';
import { noValues, type Slot } from './slot.ts';

/** A slot of the narrow texts; each distinct value is narrowed once. Texts and table are those of `owner`, the operation. */
export function narrowSlot(slot: Slot, narrow: (value: Value) => string, owner: object, memory: SegmentMemory): Slot {
  const texts = memory.texts(owner);
  const idOf = (id: number) => {
    const value = slot.values(id)[0];
    return value === undefined ? 0 : texts.put(narrow(value));
  };
  const ids = slot.unique ? slot.ids.map(idOf) : memory.table(owner, slot.source).codesOf(slot.ids, slot.size, idOf);
  const values = (id: number): readonly Value[] =>
    id === 0 ? noValues : [{ text: texts.text(id), kind: ValueKind.text }];
  return { source: texts, ids, size: texts.size, unique: false, values };
}
