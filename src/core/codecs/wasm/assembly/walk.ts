import { noColumn } from './columns';
import { depth, enter, fail, leave, restoreDepth } from './failure';
import {
  addHit,
  clearRanks,
  dropHits,
  dropOutranked,
  hitMark,
  improveRanks,
  kindBoolean,
  kindJson,
  kindNull,
  kindNumber,
  kindText,
} from './hits';
import { equalBytes } from './memory';
import { skipKey, skipLiteral, skipObject, skipSpace, skipValue } from './skip';
import { cleanLength, cleanStart, cleanText, scanString, stringFlags } from './strings';
import { Condition, findSlot, IndexStep, isExpected, Node, Slot, slotBytes } from './trie';

/** Counts the objects that were walked, to know a member met twice in one. */
let objectsWalked: u64 = 0;

/** Reads the value at p, which is at this node of the wanted paths, strictly; the index behind it, or 0. */
export function walk(p: u32, at: u32): u32 {
  const byte = <u32>load<u8>(p);
  if (byte === 0x7b) return walkObject(p, at);
  if (byte === 0x5b) return walkArray(p, at);
  const end = addScalar(p, byte, changetype<Node>(at).column);
  if (end && changetype<Node>(at).hasOthers && !walkAsElement(p, changetype<Node>(at), true)) return 0;
  return end;
}

@inline
function addScalar(p: u32, byte: u32, column: u32): u32 {
  if (byte === 0x22) {
    const end = scanString(p + 1);
    if (!end) return 0;
    if (column !== noColumn) addHit(column, p + 1, end - p - 1, kindText, stringFlags);
    return end + 1;
  }
  const end = skipLiteral(p);
  if (!end || column === noColumn) return end;
  if (byte === 0x6e) addHit(column, p, 0, kindNull, 0);
  else addHit(column, p, end - p, byte === 0x74 || byte === 0x66 ? kindBoolean : kindNumber, 0);
  return end;
}

export function walkObject(p: u32, at: u32): u32 {
  const node = changetype<Node>(at);
  const end = node.slots || node.all ? walkMembers(p, node, node.all) : skipObject(p);
  if (!end) return 0;
  if (node.column !== noColumn) addHit(node.column, p, end - p, kindJson, 0);
  if (node.hasOthers && !walkAsElement(p, node, false)) return 0;
  return end;
}

/** What is no array counts as an array of one for indexes and conditions, and a scalar for `*` too. */
function walkAsElement(p: u32, node: Node, isScalar: bool): bool {
  if (isScalar && node.all && !walk(p, node.all)) return false;
  for (let i: u32 = 0; i < node.indexCount; i++) {
    const step = indexStep(node, i);
    if ((step.index === 0 || step.index === -1) && !walk(p, step.child)) return false;
  }
  for (let i: u32 = 0; i < node.conditionCount; i++) {
    const one = condition(node, i);
    if (meets(p, one) && !walk(p, one.child)) return false;
  }
  return true;
}

function indexStep(node: Node, i: u32): IndexStep {
  return changetype<IndexStep>(node.indexes + i * <u32>offsetof<IndexStep>());
}

function condition(node: Node, i: u32): Condition {
  return changetype<Condition>(node.conditions + i * <u32>offsetof<Condition>());
}

/** Reads an object's members; `all` is the node for each of them, or 0. */
function walkMembers(p: u32, node: Node, all: u32): u32 {
  if (!enter(p)) return 0;
  const stamp = ++objectsWalked;
  let hasJoined = false;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x7d) {
    leave();
    return p + 1;
  }
  let before: u32 = 0;
  for (;;) {
    if (load<u8>(p) !== 0x22) return fail(p);
    let slot = before ? changetype<Slot>(before).following : node.firstSlot;
    if (isExpected(slot, p)) p += changetype<Slot>(slot).keyLength + 2;
    else {
      const key = p + 1;
      const keyEnd = scanString(key);
      if (!keyEnd) return 0;
      p = keyEnd + 1;
      slot = node.slots ? findSlot(node, key, keyEnd - key, stringFlags) : 0;
      if (slot && changetype<Slot>(slot).isBare) expect(node, before, slot);
    }
    if (slot) before = slot;
    p = skipSpace(p);
    if (load<u8>(p) !== 0x3a) return fail(p);
    p = skipSpace(p + 1);
    let end: u32 = 0;
    for (; slot; slot = changetype<Slot>(slot).next) {
      end = walkSlot(p, changetype<Slot>(slot), stamp);
      if (!end) return 0;
      if (changetype<Slot>(slot).joined) hasJoined = true;
    }
    if (all) end = walk(p, all);
    else if (!end) end = skipValue(p);
    if (!end) return 0;
    p = skipSpace(end);
    const byte = load<u8>(p);
    if (byte === 0x7d) break;
    if (byte !== 0x2c) return fail(p);
    p = skipSpace(p + 1);
  }
  leave();
  if (hasJoined) preferNested(node, stamp);
  return p + 1;
}

/** Notes that this slot's member came next. */
@inline
function expect(node: Node, before: u32, slot: u32): void {
  if (before) changetype<Slot>(before).following = slot;
  else node.firstSlot = slot;
}

@inline
function walkSlot(p: u32, slot: Slot, stamp: u64): u32 {
  if (slot.stamp === stamp) dropHits(slot.hitsFrom, slot.hitsTo);
  slot.stamp = stamp;
  slot.hitsFrom = hitMark();
  const node = changetype<Node>(slot.child);
  const byte = <u32>load<u8>(p);
  const isPlain = byte !== 0x7b && byte !== 0x5b && !node.hasOthers;
  const end = isPlain ? addScalar(p, byte, node.column) : walk(p, slot.child);
  slot.hitsTo = hitMark();
  return end;
}

/** Where members of an object gave values to one path by several names, only the shortest name's count. */
function preferNested(node: Node, stamp: u64): void {
  const end = node.slots + (node.mask + 1) * slotBytes;
  for (let at = node.slots; at < end; at += slotBytes) {
    const slot = changetype<Slot>(at);
    if (slot.stamp === stamp) clearRanks(slot.hitsFrom, slot.hitsTo);
  }
  for (let at = node.slots; at < end; at += slotBytes) {
    const slot = changetype<Slot>(at);
    if (slot.stamp === stamp) improveRanks(slot.hitsFrom, slot.hitsTo, slot.joined + 1);
  }
  for (let at = node.slots; at < end; at += slotBytes) {
    const slot = changetype<Slot>(at);
    if (slot.stamp === stamp) dropOutranked(slot.hitsFrom, slot.hitsTo, slot.joined + 1);
  }
}

function walkArray(p: u32, at: u32): u32 {
  const node = changetype<Node>(at);
  const count = node.hasNegative ? countElements(p) : 0;
  if (!enter(p)) return 0;
  for (let i: u32 = 0; i < node.conditionCount; i++) condition(node, i).isMet = 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x5d) {
    leave();
    return p + 1;
  }
  for (let element = 0; ; element++) {
    p = walkElement(p, node, element, count);
    if (!p) return 0;
    p = skipSpace(p);
    const byte = load<u8>(p);
    if (byte === 0x5d) break;
    if (byte !== 0x2c) return fail(p);
    p = skipSpace(p + 1);
  }
  leave();
  return p + 1;
}

function walkElement(p: u32, node: Node, element: i32, count: i32): u32 {
  let end: u32 = 0;
  if (node.column !== noColumn) {
    end = addElement(p, node.column);
    if (!end) return 0;
  }
  if (node.slots) {
    end = lookInto(p, node);
    if (!end) return 0;
  }
  if (node.all) {
    end = walk(p, node.all);
    if (!end) return 0;
  }
  for (let i: u32 = 0; i < node.indexCount; i++) {
    const step = indexStep(node, i);
    if (step.index !== element && step.index !== element - count) continue;
    end = walk(p, step.child);
    if (!end) return 0;
  }
  for (let i: u32 = 0; i < node.conditionCount; i++) {
    const one = condition(node, i);
    if (one.isMet || !meets(p, one)) continue;
    one.isMet = 1;
    end = walk(p, one.child);
    if (!end) return 0;
  }
  return end ? end : skipValue(p);
}

/** An element of an array at the end of a path. */
function addElement(p: u32, column: u32): u32 {
  const byte = <u32>load<u8>(p);
  if (byte !== 0x7b && byte !== 0x5b) return addScalar(p, byte, column);
  const end = skipValue(p);
  if (end) addHit(column, p, end - p, kindJson, 0);
  return end;
}

/** An array where an object is expected: its elements' members count. */
function lookInto(p: u32, node: Node): u32 {
  const byte = load<u8>(p);
  if (byte === 0x7b) return walkMembers(p, node, 0);
  if (byte !== 0x5b) return skipValue(p);
  if (!enter(p)) return 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x5d) {
    leave();
    return p + 1;
  }
  for (;;) {
    p = lookInto(p, node);
    if (!p) return 0;
    p = skipSpace(p);
    const next = load<u8>(p);
    if (next === 0x5d) break;
    if (next !== 0x2c) return fail(p);
    p = skipSpace(p + 1);
  }
  leave();
  return p + 1;
}

/** Number of elements of the array at p; of a broken one anything, for reading it fails afterwards. */
function countElements(p: u32): i32 {
  const saved = depth;
  let count = 0;
  if (enter(p)) {
    p = skipSpace(p + 1);
    while (load<u8>(p) !== 0x5d) {
      p = skipValue(p);
      if (!p) break;
      count++;
      p = skipSpace(p);
      if (load<u8>(p) !== 0x2c) break;
      p = skipSpace(p + 1);
    }
  }
  restoreDepth(saved);
  return count;
}

/** Whether the element is an object whose member has the text, letter case of ASCII letters aside. */
function meets(p: u32, one: Condition): bool {
  if (load<u8>(p) !== 0x7b) return false;
  const saved = depth;
  const isMet = enter(p) && memberMeets(skipSpace(p + 1), one);
  restoreDepth(saved);
  return isMet;
}

function memberMeets(p: u32, one: Condition): bool {
  let isMet = false;
  while (load<u8>(p) === 0x22) {
    const value = skipKey(p);
    if (!value) return false;
    if (isKey(p + 1, one)) isMet = hasText(value, one);
    p = skipValue(value);
    if (!p) return false;
    p = skipSpace(p);
    if (load<u8>(p) !== 0x2c) break;
    p = skipSpace(p + 1);
  }
  return isMet;
}

function isKey(p: u32, one: Condition): bool {
  cleanText(p, scanString(p) - p, stringFlags);
  return cleanLength === one.keyLength && equalBytes(cleanStart, one.key, cleanLength);
}

function hasText(p: u32, one: Condition): bool {
  const byte = <u32>load<u8>(p);
  if (byte === 0x7b || byte === 0x5b || byte === 0x6e) return false;
  if (byte === 0x22) {
    const end = scanString(p + 1);
    if (!end) return false;
    cleanText(p + 1, end - p - 1, stringFlags);
  } else {
    const end = skipLiteral(p);
    if (!end) return false;
    cleanText(p, end - p, 0);
  }
  if (cleanLength !== one.valueLength) return false;
  for (let i: u32 = 0; i < cleanLength; i++) {
    if (lower(load<u8>(cleanStart + i)) !== load<u8>(one.value + i)) return false;
  }
  return true;
}

function lower(byte: u32): u32 {
  return byte - 65 <= 25 ? byte | 32 : byte;
}
