import { finishRow, hasRoom } from './columns';
import { failedAt, isTooDeep, startRecord } from './failure';
import { clearHits, putHits } from './hits';
import { skipSpace } from './skip';
import { walkObject } from './walk';

/** Why reading stopped; the order is that of `stopReasons` in wasm/tokenizer.ts. */
export const stopLimit: u32 = 0;
export const stopOther: u32 = 1;
export const stopMore: u32 = 2;
export const stopSyntax: u32 = 3;
export const stopDeep: u32 = 4;
export const stopLarge: u32 = 5;
export const stopFull: u32 = 6;

/** Where reading stopped, and behind the last record. */
export let stopAt: u32 = 0;
export let recordEnd: u32 = 0;
/** The object that rows belong to, the offset in it of memory index 0, and the largest record. */
export let object: u32 = 0;
export let base: f64 = 0;
export let maxBytes: u32 = 0;

/** Where the wanted paths begin. */
let root: u32 = 0;

export function setRoot(node: u32): void {
  root = node;
}

export function setPlace(objectIndex: u32, baseOffset: f64, maxRecordBytes: u32): void {
  object = objectIndex;
  base = baseOffset;
  maxBytes = maxRecordBytes;
}

export function stop(reason: u32, at: u32): u32 {
  stopAt = at;
  return reason;
}

/** Reads at most `limit` JSON objects from [p, end), with white space and commas between them. */
export function readRecords(p: u32, end: u32, limit: u32): u32 {
  recordEnd = p;
  // Strings, literals and white space all end at a zero, so that nothing is read beyond it.
  memory.fill(end, 0, 32);
  for (let count: u32 = 0; count < limit; count++) {
    p = skipSpace(p);
    while (load<u8>(p) === 0x2c) p = skipSpace(p + 1);
    if (p >= end) return stop(stopMore, p);
    if (load<u8>(p) !== 0x7b) return stop(stopOther, p);
    startRecord();
    clearHits();
    const next = walkObject(p, root);
    if (!next) return stop(failure(p, end), p);
    if (next - p > maxBytes) return stop(stopLarge, p);
    if (!hasRoom(next - p)) return stop(stopFull, p);
    putHits();
    finishRow(p, next - p, object, base + <f64>p);
    p = next;
    recordEnd = p;
  }
  return stop(stopLimit, p);
}

function failure(p: u32, end: u32): u32 {
  if (!isTooDeep && failedAt >= end) return stopMore;
  if (failedAt - p > maxBytes) return stopLarge;
  return isTooDeep ? stopDeep : stopSyntax;
}
