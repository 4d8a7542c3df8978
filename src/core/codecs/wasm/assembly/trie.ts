import { hash } from './hash';
import { equalBytes } from './memory';
import { cleanLength, cleanStart, cleanText } from './strings';

/**
 * A place in the wanted paths, laid out by JavaScript (wasm/trie.ts): the column that ends here or noColumn, the members
 * that go on, the node for `*`, and lists of indexes and conditions.
 */
@unmanaged
export class Node {
  column: u32;
  slots: u32;
  mask: u32;
  all: u32;
  indexes: u32;
  indexCount: u32;
  conditions: u32;
  conditionCount: u32;
  /** Some index counts from the end. */
  hasNegative: u32;
  /** There are steps other than members. */
  hasOthers: u32;
}

/**
 * A member by name; a free slot has no key. `joined` is how many path steps its name joins with dots beyond the first.
 * `next` is another slot of the same name. The rest notes, while an object is read, in which object the member was met
 * last and which hits it gave.
 */
@unmanaged
export class Slot {
  stamp: u64;
  key: u32;
  keyLength: u32;
  child: u32;
  joined: u32;
  next: u32;
  hitsFrom: u32;
  hitsTo: u32;
  padding: u32;
}

@unmanaged
export class IndexStep {
  index: i32;
  child: u32;
}

/** Takes the first element whose member `key` has the text `value`, which is in lower case. */
@unmanaged
export class Condition {
  key: u32;
  keyLength: u32;
  value: u32;
  valueLength: u32;
  child: u32;
  isMet: u32;
}

export const slotBytes: u32 = <u32>offsetof<Slot>();

/** The first slot of a member's name, or 0. */
export function findSlot(node: Node, key: u32, length: u32, flags: u32): u32 {
  if (flags) {
    cleanText(key, length, flags);
    key = cleanStart;
    length = cleanLength;
  }
  let index = hash(key, length) & node.mask;
  while (true) {
    const at = node.slots + index * slotBytes;
    const slot = changetype<Slot>(at);
    if (!slot.key) return 0;
    if (slot.keyLength === length && equalBytes(slot.key, key, length)) return at;
    index = (index + 1) & node.mask;
  }
}
