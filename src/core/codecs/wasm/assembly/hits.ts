import { columnCount, noColumn, putValue } from './columns';
import { allocate, allocateZeroed, enlarge } from './memory';
import { cleanLength, cleanStart, cleanText, hasWide, isWide } from './strings';

/**
 * Values met in the record that is being read, 16 bytes each: column, index and length of the text, kind and string
 * flags. They become values of the row only when the whole record was found to be JSON.
 */
let hits: u32 = 0;
let hitBytes: u32 = 1 << 14;
let used: u32 = 0;
/** By column, the shortest name that found a value, while `preferNested` runs. */
let ranks: u32 = 0;

export const kindText: u32 = 0;
export const kindNumber: u32 = 1;
export const kindBoolean: u32 = 2;
export const kindNull: u32 = 3;
export const kindJson: u32 = 4;

export function createHits(): void {
  hits = allocate(hitBytes);
  ranks = allocateZeroed(max<u32>(1, columnCount));
}

export function clearHits(): void {
  used = 0;
}

/** How far the hits go, for `dropHits` and its like. */
@inline
export function hitMark(): u32 {
  return used;
}

@inline
export function addHit(column: u32, p: u32, n: u32, kind: u32, flags: u32): void {
  if (used + 16 > hitBytes) {
    hits = enlarge(hits, hitBytes, used, hitBytes * 2);
    hitBytes *= 2;
  }
  const hit = hits + used;
  store<u32>(hit, column);
  store<u32>(hit, p, 4);
  store<u32>(hit, n, 8);
  store<u32>(hit, kind | (flags << 8), 12);
  used += 16;
}

/** Forgets what the earlier spelling of a member gave. */
export function dropHits(from: u32, to: u32): void {
  for (let at = hits + from; at < hits + to; at += 16) store<u32>(at, noColumn);
}

export function clearRanks(from: u32, to: u32): void {
  for (let at = hits + from; at < hits + to; at += 16) {
    const column = load<u32>(at);
    if (column !== noColumn) store<u8>(ranks + column, 0);
  }
}

/** Notes a rank for the columns of hits, unless they have a better one. Ranks count from 1. */
export function improveRanks(from: u32, to: u32, rank: u32): void {
  for (let at = hits + from; at < hits + to; at += 16) {
    const column = load<u32>(at);
    if (column === noColumn) continue;
    const known = load<u8>(ranks + column);
    if (!known || rank < known) store<u8>(ranks + column, rank);
  }
}

/** Drops the hits of columns that have a better rank. */
export function dropOutranked(from: u32, to: u32, rank: u32): void {
  for (let at = hits + from; at < hits + to; at += 16) {
    const column = load<u32>(at);
    if (column !== noColumn && load<u8>(ranks + column) < rank) store<u32>(at, noColumn);
  }
}

/** Makes values of the row from the hits. */
export function putHits(): void {
  for (let hit = hits; hit < hits + used; hit += 16) {
    const column = load<u32>(hit);
    if (column === noColumn) continue;
    const p = load<u32>(hit, 4);
    const n = load<u32>(hit, 8);
    const kind = load<u32>(hit, 12) & 0xff;
    let flags = load<u32>(hit, 12) >> 8;
    if (kind === kindJson && hasWide(p, n)) flags = isWide;
    if (flags) {
      cleanText(p, n, flags);
      putValue(column, cleanStart, cleanLength, kind);
    } else putValue(column, p, n, kind);
  }
}
