import { clearDictionary, createDictionary, intern } from './dictionary';
import { allocate, allocateZeroed, enlarge, release, slack } from './memory';

/** Rows that a block holds before JavaScript copies it out. */
export const blockRows: u32 = 2048;
const firstRawBytes: u32 = 1 << 20;

export const noColumn: u32 = 0xffffffff;

/** A column of the block: value ids, list ids once a row has several values, and whole numbers where they are wanted. */
@unmanaged
class Column {
  ids: u32;
  many: u32;
  values: u32;
  lists: u32;
  words: u32;
  present: u32;
  isNumber: bool;
}

let columns: u32 = 0;
export let columnCount: u32 = 0;

export let rows: u32 = 0;
export let objects: u32 = 0;
export let offsets: u32 = 0;
export let lengths: u32 = 0;
export let raw: u32 = 0;
export let rawUsed: u32 = 0;
let rawCapacity: u32 = 0;

/** Further values of rows that have several, as pairs of column and id in the order they were met. */
let extras: u32 = 0;
let extrasBytes: u32 = 4096;
let extrasUsed: u32 = 0;
let list: u32 = 0;
let listBytes: u32 = 0;

@inline
function column(index: u32): Column {
  return changetype<Column>(columns + index * <u32>offsetof<Column>());
}

export function createColumns(count: u32): void {
  columnCount = count;
  columns = allocateZeroed(max<u32>(1, count * <u32>offsetof<Column>()));
  for (let index: u32 = 0; index < count; index++) {
    column(index).ids = allocateZeroed(blockRows * 4);
    column(index).values = createDictionary();
  }
  objects = allocate(blockRows * 4);
  offsets = allocate(blockRows * 8);
  lengths = allocate(blockRows * 4);
  rawCapacity = firstRawBytes;
  raw = allocate(rawCapacity);
  extras = allocate(extrasBytes);
}

export function wantNumbers(index: u32): void {
  column(index).words = allocateZeroed(blockRows * 8);
  column(index).present = allocateZeroed(blockRows);
  column(index).isNumber = true;
}

export function columnIds(index: u32): u32 {
  return column(index).ids;
}

/** 0 when no row of the block has several values. */
export function columnMany(index: u32): u32 {
  return column(index).many;
}

export function columnValues(index: u32): u32 {
  return column(index).values;
}

/** The dictionary of lists, whose values are lists of ids; 0 when there never was one. */
export function columnLists(index: u32): u32 {
  return column(index).lists;
}

export function columnWords(index: u32): u32 {
  return column(index).words;
}

export function columnPresent(index: u32): u32 {
  return column(index).present;
}

/** Empties the block after it was copied. */
export function clearBlock(): void {
  for (let index: u32 = 0; index < columnCount; index++) {
    const one = column(index);
    memory.fill(one.ids, 0, rows * 4);
    if (one.many) memory.fill(one.many, 0, rows * 4);
    if (one.isNumber) memory.fill(one.present, 0, rows);
  }
  rows = 0;
  rawUsed = 0;
}

/** Forgets all values and lists. */
export function clearDictionaries(): void {
  for (let index: u32 = 0; index < columnCount; index++) {
    clearDictionary(column(index).values);
    if (column(index).lists) clearDictionary(column(index).lists);
  }
}

/** Adds a value to the row that is being read. */
@inline
export function putValue(index: u32, p: u32, n: u32, kind: u32): void {
  const one = column(index);
  const id = intern(one.values, p, n, kind);
  const cell = one.ids + (rows << 2);
  if (!load<u32>(cell)) store<u32>(cell, id);
  else putExtra(index, id);
}

function putExtra(index: u32, id: u32): void {
  if (extrasUsed + 8 > extrasBytes) {
    extras = enlarge(extras, extrasBytes, extrasUsed, extrasBytes * 2);
    extrasBytes *= 2;
  }
  store<u32>(extras + extrasUsed, index);
  store<u32>(extras + extrasUsed, id, 4);
  extrasUsed += 8;
}

/** Adds the value as a number if it is a whole number of 64 bits written plainly. */
export function putNumber(index: u32, p: u32, n: u32): bool {
  const one = column(index);
  if (!one.isNumber) return false;
  const isNegative = load<u8>(p) === 0x2d;
  const first = isNegative ? p + 1 : p;
  const digits = p + n - first;
  if (digits - 1 >= 19) return false;
  if (load<u8>(first) === 0x30 && (digits > 1 || isNegative)) return false;
  let value: u64 = 0;
  for (let at = first; at < p + n; at++) {
    const digit = <u32>load<u8>(at) - 48;
    if (digit > 9) return false;
    value = value * 10 + digit;
  }
  if (value > 0x7fffffffffffffff + <u64>isNegative) return false;
  store<u64>(one.words + (rows << 3), isNegative ? 0 - value : value);
  store<u8>(one.present + rows, 1);
  return true;
}

/** Takes back what was put for a row that turns out to be none. */
export function dropRow(): void {
  for (let index: u32 = 0; index < columnCount; index++) {
    store<u32>(column(index).ids + (rows << 2), 0);
    if (column(index).isNumber) store<u8>(column(index).present + rows, 0);
  }
  extrasUsed = 0;
}

/** Whether the block takes another row with so many bytes of text. */
export function hasRoom(bytes: u32): bool {
  if (rows >= blockRows) return false;
  if (rawUsed + bytes + 4 + slack <= rawCapacity) return true;
  if (rows > 0) return false;
  release(raw, rawCapacity);
  rawCapacity = bytes + 4 + slack;
  raw = allocate(rawCapacity);
  return true;
}

/** Ends the row whose text is at p. */
export function finishRow(p: u32, n: u32, object: u32, offset: f64): void {
  if (extrasUsed) finishLists();
  store<u32>(objects + (rows << 2), object);
  store<f64>(offsets + (rows << 3), offset);
  store<u32>(lengths + (rows << 2), n);
  store<u32>(raw + rawUsed, n);
  memory.copy(raw + rawUsed + 4, p, n);
  rawUsed += 4 + n;
  rows++;
}

function finishLists(): void {
  const end = extras + extrasUsed;
  if (extrasUsed + slack > listBytes) {
    if (listBytes) release(list, listBytes);
    listBytes = extrasUsed * 2 + slack;
    list = allocate(listBytes);
  }
  for (let at = extras; at < end; at += 8) {
    const index = load<u32>(at);
    if (index === noColumn) continue;
    const one = column(index);
    store<u32>(list, load<u32>(one.ids + (rows << 2)));
    let used: u32 = 4;
    for (let other = at; other < end; other += 8) {
      if (load<u32>(other) !== index) continue;
      store<u32>(list + used, load<u32>(other, 4));
      store<u32>(other, noColumn);
      used += 4;
    }
    if (!one.lists) one.lists = createDictionary();
    if (!one.many) one.many = allocateZeroed(blockRows * 4);
    store<u32>(one.many + (rows << 2), intern(one.lists, list, used, 0));
  }
  extrasUsed = 0;
}
