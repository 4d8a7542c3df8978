import { blockRows, dropRow, finishRow, hasRoom, noColumn, putNumber, putValue, rows } from './columns';
import { fail } from './failure';
import { kindText } from './hits';
import { allocate, equalBytes, release, slack } from './memory';
import { base, maxBytes, object, stop, stopFull, stopLarge, stopLimit, stopMore, stopSyntax } from './records';
import { cleanLength, cleanStart, cleanText, isWide } from './strings';

/** Column of each cell of a line, and how many cells have a name in every line. */
let sharedColumns: u32 = 0;
let sharedCells: u32 = 0;
/** Lines whose cell number `caseCell` has a case's text have the columns of that case, which repeat the shared ones. */
let cases: u32 = 0;
let caseCount: u32 = 0;
let caseCell: u32 = 0;
/** Columns for the whole line and for what is behind the last named cell, or noColumn. */
let wholeColumn: u32 = noColumn;
let restColumn: u32 = noColumn;
let separator: u32 = 32;
let hasQuotes: bool = false;
/** The line that names the cells; where it is repeated it is skipped. */
let heading: u32 = 0;
let headingLength: u32 = 0;

/** Of the line that is being read: its columns, cells so far, where the rest begins, whether it may be beyond ASCII. */
let cellColumns: u32 = 0;
let namedCells: u32 = 0;
let cells: u32 = 0;
let restStart: u32 = 0;
let mayBeWide: bool = false;

let unquoted: u32 = 0;
let unquotedBytes: u32 = 0;

/** Laid out by JavaScript (columns-reader.ts). */
@unmanaged
class Case {
  text: u32;
  length: u32;
  columns: u32;
  count: u32;
}

export function setCells(columns: u32, count: u32, whole: u32, rest: u32): void {
  sharedColumns = columns;
  sharedCells = count;
  wholeColumn = whole;
  restColumn = rest;
}

export function setCases(first: u32, count: u32, cell: u32): void {
  cases = first;
  caseCount = count;
  caseCell = cell;
}

export function setSplit(separatorByte: u32, quotes: bool, headingStart: u32, headingBytes: u32): void {
  separator = separatorByte;
  hasQuotes = quotes;
  heading = headingStart;
  headingLength = headingBytes;
}

/** Reads the lines of [p, end) that end there. Stops with stopSyntax at one with too few cells, `failedAt` at its end. */
export function readLines(p: u32, end: u32): u32 {
  while (true) {
    while (p < end && isLineEnd(p, end)) p++;
    if (p >= end) return stop(stopMore, p);
    if (isHeading(p, end)) {
      p += headingLength;
      continue;
    }
    if (rows >= blockRows) return stop(stopFull, p);
    cells = 0;
    cellColumns = sharedColumns;
    namedCells = sharedCells;
    const lineEnd = hasQuotes ? readQuotedCells(p, end) : readCells(p, end);
    const reason = lineEnd ? finishLine(p, lineEnd) : stopMore;
    if (reason !== stopLimit) {
      dropRow();
      return stop(reason, p);
    }
    p = lineEnd + 1;
  }
}

function isLineEnd(p: u32, end: u32): bool {
  return load<u8>(p) === 10 || (load<u8>(p) === 13 && p + 1 < end && load<u8>(p + 1) === 10);
}

function isHeading(p: u32, end: u32): bool {
  if (!headingLength || end - p < headingLength + 2) return false;
  return isLineEnd(p + headingLength, end) && equalBytes(p, heading, headingLength);
}

function finishLine(p: u32, lineEnd: u32): u32 {
  const textEnd = withoutReturn(p, lineEnd);
  const length = textEnd - p;
  fail(lineEnd);
  if (length > maxBytes) return stopLarge;
  if (cells < sharedCells) return stopSyntax;
  if (!hasRoom(length)) return stopFull;
  if (restColumn !== noColumn && cells > namedCells) putText(restColumn, restStart, textEnd - restStart);
  if (wholeColumn !== noColumn) putText(wholeColumn, p, length);
  finishRow(p, length, object, base + <f64>p);
  return stopLimit;
}

@inline
function withoutReturn(start: u32, lineEnd: u32): u32 {
  return lineEnd > start && load<u8>(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd;
}

/** Index of the line's end, or 0 when it is behind `end`. */
function readCells(p: u32, end: u32): u32 {
  const separators = i8x16.splat(<i8>separator);
  const newlines = i8x16.splat(10);
  let start = p;
  mayBeWide = false;
  for (let at = p; at < end; at += 16) {
    const bytes = v128.load(at);
    if (i8x16.bitmask(bytes)) mayBeWide = true;
    let mask = <u32>i8x16.bitmask(v128.or(i8x16.eq(bytes, separators), i8x16.eq(bytes, newlines)));
    for (; mask; mask &= mask - 1) {
      const cellEnd = at + ctz(mask);
      if (cellEnd >= end) return 0;
      const isLast = load<u8>(cellEnd) === 10;
      addCell(start, isLast ? withoutReturn(start, cellEnd) : cellEnd);
      if (isLast) return cellEnd;
      start = cellEnd + 1;
    }
  }
  return 0;
}

@inline
function addCell(start: u32, end: u32): void {
  if (cells < namedCells) {
    const column = load<u32>(cellColumns + (cells << 2));
    if (column !== noColumn && !putNumber(column, start, end - start)) putText(column, start, end - start);
  } else if (cells === namedCells) restStart = start;
  if (caseCount && cells === caseCell) chooseCase(start, end - start);
  cells++;
}

/** The deciding cell is one of the shared ones, so no cell of the case was passed yet. */
function chooseCase(p: u32, n: u32): void {
  for (let i: u32 = 0; i < caseCount; i++) {
    const one = changetype<Case>(cases + i * <u32>offsetof<Case>());
    if (one.length !== n || !equalBytes(one.text, p, n)) continue;
    cellColumns = one.columns;
    namedCells = one.count;
  }
}

function putText(column: u32, p: u32, n: u32): void {
  if (!mayBeWide) {
    putValue(column, p, n, kindText);
    return;
  }
  cleanText(p, n, isWide);
  putValue(column, cleanStart, cleanLength, kindText);
}

/** The same where cells may stand in quotes (RFC 4180): a quote in them is doubled, and lines may break in them. */
function readQuotedCells(p: u32, end: u32): u32 {
  mayBeWide = true;
  while (true) {
    const start = p;
    const quoteEnd = load<u8>(p) === 34 ? closingQuote(p + 1, end) : p;
    if (!quoteEnd) return 0;
    p = quoteEnd;
    while (p < end && load<u8>(p) !== separator && load<u8>(p) !== 10) p++;
    if (p >= end) return 0;
    const isLast = load<u8>(p) === 10;
    const cellEnd = isLast ? withoutReturn(quoteEnd, p) : p;
    if (quoteEnd > start && cellEnd === quoteEnd) addQuotedCell(start, cellEnd);
    else addCell(start, cellEnd);
    if (isLast) return p;
    p++;
  }
}

/** Index behind the quote that closes the cell, or 0. */
function closingQuote(p: u32, end: u32): u32 {
  for (; p < end; p++) {
    if (load<u8>(p) !== 34) continue;
    if (p + 1 >= end) return 0;
    if (load<u8>(p + 1) !== 34) return p + 1;
    p++;
  }
  return 0;
}

function addQuotedCell(start: u32, end: u32): void {
  if (cells >= namedCells) {
    addCell(start, end);
    return;
  }
  if (end - start + slack > unquotedBytes) {
    if (unquotedBytes) release(unquoted, unquotedBytes);
    unquotedBytes = 2 * (end - start) + slack;
    unquoted = allocate(unquotedBytes);
  }
  let out = unquoted;
  for (let at = start + 1; at < end - 1; at++) {
    store<u8>(out++, load<u8>(at));
    if (load<u8>(at) === 34) at++;
  }
  addCell(unquoted, out);
}
