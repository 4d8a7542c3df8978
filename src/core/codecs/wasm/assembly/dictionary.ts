import { hash } from './hash';
import { allocate, allocateZeroed, copyShort, enlarge, equalBytes, release, slack } from './memory';

/**
 * A dictionary of byte strings. Values stand in one buffer, each behind its id and a word of length and kind, padded to
 * four bytes; the table has the hash and the buffer offset of each. `taken` is how far JavaScript has copied the buffer.
 */
@unmanaged
class Dictionary {
  table: u32;
  mask: u32;
  size: u32;
  buffer: u32;
  used: u32;
  capacity: u32;
  puts: u32;
  last: u32;
  taken: u32;
  plain: bool;
}

export const kindShift: u32 = 29;
/** Offset 0 in the table means a free slot, so the buffer begins here. */
const firstOffset: u32 = 4;
const firstSlots: u32 = 64;
const firstCapacity: u32 = 1024;
/** A dictionary with so many values of which most came once is no use as one. */
const plainFrom: u32 = 4096;
const mostValues: u32 = 1 << 20;
const mostBytes: u32 = 64 << 20;
const mostDistinctPercent: u64 = 75;

/** Slots looked at since the start, for the test that hashing spreads. */
export let probes: u32 = 0;

export function createDictionary(): u32 {
  const dictionary = changetype<Dictionary>(allocateZeroed(offsetof<Dictionary>()));
  dictionary.table = allocateZeroed(firstSlots * 8);
  dictionary.mask = firstSlots - 1;
  dictionary.buffer = allocate(firstCapacity);
  dictionary.capacity = firstCapacity;
  dictionary.used = firstOffset;
  dictionary.taken = firstOffset;
  return changetype<u32>(dictionary);
}

/** Forgets all values, for a new start of ids. */
export function clearDictionary(at: u32): void {
  const dictionary = changetype<Dictionary>(at);
  if (!dictionary.plain) release(dictionary.table, (dictionary.mask + 1) * 8);
  release(dictionary.buffer, dictionary.capacity);
  const fresh = createDictionary();
  memory.copy(at, fresh, offsetof<Dictionary>());
  release(fresh, offsetof<Dictionary>());
}

export function dictionarySize(at: u32): u32 {
  return changetype<Dictionary>(at).size;
}

export function dictionaryIsPlain(at: u32): bool {
  return changetype<Dictionary>(at).plain;
}

/** Where the values begin that were not taken yet, and behind the last of them. */
export function freshStart(at: u32): u32 {
  return changetype<Dictionary>(at).buffer + changetype<Dictionary>(at).taken;
}

export function freshEnd(at: u32): u32 {
  return changetype<Dictionary>(at).buffer + changetype<Dictionary>(at).used;
}

/** The fresh values were copied out. Values that nothing is compared to need not stay. */
export function markTaken(at: u32): void {
  const dictionary = changetype<Dictionary>(at);
  if (dictionary.plain) dictionary.used = firstOffset;
  dictionary.taken = dictionary.used;
}

/** The id of a value, new or known; a plain dictionary gives a new one each time. */
export function intern(at: u32, p: u32, n: u32, kind: u32): u32 {
  const dictionary = changetype<Dictionary>(at);
  const head = n | (kind << kindShift);
  if (dictionary.plain) return append(dictionary, p, n, head);
  dictionary.puts++;
  const last = dictionary.buffer + dictionary.last;
  if (dictionary.last && load<u32>(last, 4) === head && equalBytes(last + 8, p, n)) return load<u32>(last);
  const code = hash(p, n) ^ (kind * 0x9e3779b1);
  let slot = dictionary.table + ((code & dictionary.mask) << 3);
  for (let offset = load<u32>(slot, 4); offset; offset = load<u32>(slot, 4)) {
    probes++;
    const value = dictionary.buffer + offset;
    if (load<u32>(slot) === code && load<u32>(value, 4) === head && equalBytes(value + 8, p, n)) {
      dictionary.last = offset;
      return load<u32>(value);
    }
    slot = dictionary.table + (((((slot - dictionary.table) >> 3) + 1) & dictionary.mask) << 3);
  }
  return insert(dictionary, slot, code, p, n, head);
}

function insert(dictionary: Dictionary, slot: u32, code: u32, p: u32, n: u32, head: u32): u32 {
  const offset = dictionary.used;
  const id = append(dictionary, p, n, head);
  store<u32>(slot, code);
  store<u32>(slot, offset, 4);
  dictionary.last = offset;
  if (id * 2 > dictionary.mask || dictionary.used > mostBytes) growTable(dictionary);
  return id;
}

function append(dictionary: Dictionary, p: u32, n: u32, head: u32): u32 {
  const needed = dictionary.used + 8 + n + slack;
  if (needed > dictionary.capacity) {
    const capacity = max<u32>(needed, dictionary.capacity * 2);
    dictionary.buffer = enlarge(dictionary.buffer, dictionary.capacity, dictionary.used, capacity);
    dictionary.capacity = capacity;
  }
  const value = dictionary.buffer + dictionary.used;
  const id = ++dictionary.size;
  store<u32>(value, id);
  store<u32>(value, head, 4);
  copyShort(value + 8, p, n);
  dictionary.used += (8 + n + 3) & ~3;
  return id;
}

function growTable(dictionary: Dictionary): void {
  const oldSlots = dictionary.mask + 1;
  const old = dictionary.table;
  if (isBetterPlain(dictionary)) {
    dictionary.plain = true;
    dictionary.last = 0;
    release(old, oldSlots * 8);
    return;
  }
  const mask = oldSlots * 4 - 1;
  const table = allocateZeroed((mask + 1) * 8);
  for (let slot = old; slot < old + oldSlots * 8; slot += 8) {
    if (!load<u32>(slot, 4)) continue;
    let index = load<u32>(slot) & mask;
    while (load<u32>(table + (index << 3), 4)) index = (index + 1) & mask;
    store<u64>(table + (index << 3), load<u64>(slot));
  }
  release(old, oldSlots * 8);
  dictionary.table = table;
  dictionary.mask = mask;
}

function isBetterPlain(dictionary: Dictionary): bool {
  if (dictionary.size >= mostValues || dictionary.used > mostBytes) return true;
  return dictionary.size >= plainFrom && <u64>dictionary.size * 100 > <u64>dictionary.puts * mostDistinctPercent;
}
