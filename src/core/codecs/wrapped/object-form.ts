import { readMember, skipSpace } from '../json/envelope.ts';
import { ValueSkipper } from '../json/skip-value.ts';
import { stampBytes, stampOf } from './export-reader.ts';
import type { Unwrapper } from './unwrappers.ts';

/**
 * How an object holds its records: `plain` as the codec alone reads them, `documents` as JSON values of which some are
 * envelopes, `export` as lines that CloudWatch Logs exported.
 */
export type ObjectForm = 'plain' | 'documents' | 'export';

/** Beyond so many bytes no envelope shows what it is. */
const maxLook = 1 << 20;

/**
 * Tells the form from an object's first bytes by its first record, so that objects without envelopes cost no more than
 * this look. `more` when more bytes are needed; the answer does not depend on how they are cut.
 */
export function objectForm(bytes: Uint8Array, isEnd: boolean, known: readonly Unwrapper[]): ObjectForm | 'more' {
  const to = Math.min(bytes.length, maxLook);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const from = skipSpace(bytes, hasMark ? 3 : 0, to);
  const told = formAt({ bytes, from, to }, known);
  return told === 'more' && (isEnd || to === maxLook) ? 'plain' : told;
}

interface Look {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

function formAt({ bytes, from, to }: Look, known: readonly Unwrapper[]): ObjectForm | 'more' {
  if (from === to || (bytes[0] === 0xef && to < 3)) return 'more';
  if (bytes[from] === 0x5b) {
    const first = skipSpace(bytes, from + 1, to);
    return first === to ? 'more' : formAt({ bytes, from: first, to }, known);
  }
  if (bytes[from] === 0x7b) return formOfObject({ bytes, from, to }, known);
  if (!known.some(({ name }) => name === 'cloudwatch')) return 'plain';
  const line = bytes.subarray(from, Math.min(to, from + stampBytes));
  if (line.length < stampBytes && !line.includes(0x0a)) return 'more';
  return stampOf(line) === null ? 'plain' : 'export';
}

/** Reads names of members until they are an envelope's; a list of records or messages is what its first element is. */
function formOfObject({ bytes, from, to }: Look, known: readonly Unwrapper[]): ObjectForm | 'more' {
  const signs = known.flatMap((unwrapper) => unwrapper.signs);
  const names = new Set<string>();
  let at = skipSpace(bytes, from + 1, to);
  while (at < to) {
    const member = readMember(bytes, at, to);
    if (member === 'more') return 'more';
    if (typeof member === 'string') return 'plain';
    const isList = member.key === 'Records' || member.key === 'Messages';
    if (isList && names.size === 0 && bytes[member.value] === 0x5b)
      return formAt({ bytes, from: member.value, to }, known);
    names.add(member.key);
    if (signs.some((sign) => sign.every((name) => names.has(name)))) return 'documents';
    const end = new ValueSkipper().feed(bytes, member.value, to);
    if (end < 0) return 'more';
    at = skipSpace(bytes, end, to);
    if (at < to && bytes[at] !== 0x2c) return 'plain';
    at = skipSpace(bytes, at + 1, to);
  }
  return 'more';
}
