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
  /** The slot of the first wanted member of the last object. */
  firstSlot: u32;
}

/**
 * A member by name; a free slot has no key. `joined` is how many path steps its name joins with dots beyond the first.
 * `next` is another slot of the same name; `isBare` says that the name reads the same in JSON. The rest notes, while
 * objects are read, in which one the member was met last, which hits it gave, and which wanted member came after it.
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
  isBare: u32;
  following: u32;
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

/**
 * Hash of a member's name. Unlike values, the names in the table are not an attacker's to choose, so the ends of a name
 * are enough.
 */
@inline
export function hashName(p: u32, n: u32): u32 {
  let ends: u64;
  if (n >= 8) ends = load<u64>(p) ^ (load<u64>(p + n - 8) << 1);
  else ends = n ? load<u64>(p) & (0xffffffffffffffff >> (64 - (<u64>n << 3))) : 0;
  return <u32>(((ends ^ n) * 0x9e3779b97f4a7c15) >> 40);
}

/** The first slot of a member's name, or 0. */
@inline
export function findSlot(node: Node, key: u32, length: u32, flags: u32): u32 {
  if (flags) {
    cleanText(key, length, flags);
    key = cleanStart;
    length = cleanLength;
  }
  let index = hashName(key, length) & node.mask;
  while (true) {
    const at = node.slots + index * slotBytes;
    const slot = changetype<Slot>(at);
    if (!slot.key) return 0;
    if (slot.keyLength === length && equalBytes(slot.key, key, length)) return at;
    index = (index + 1) & node.mask;
  }
}

/**
 * Whether the member that begins at p is the one expected here: records of a log have their members in the same order,
 * so comparing with the last order's next name mostly replaces scanning and hashing.
 */
@inline
export function isExpected(at: u32, p: u32): bool {
  if (!at) return false;
  const slot = changetype<Slot>(at);
  return load<u8>(p + 1 + slot.keyLength) === 0x22 && equalBytes(slot.key, p + 1, slot.keyLength);
}

/** `hashName`, for whoever lays the table out. */
export function nameHash(p: u32, n: u32): u32 {
  return hashName(p, n);
}
