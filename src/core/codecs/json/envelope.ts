import type { PathStep } from '../reader.ts';
import { isSpace, type JsonFailure, type JsonNode, nodeText, parseJson } from './parse-json.ts';
import { ValueSkipper } from './skip-value.ts';

/** Steps from the top of an object to its records; the envelope known without being told is `{"Records":[…]}`. */
export type EnvelopeSteps = readonly PathStep[];
export const usualEnvelope: EnvelopeSteps = [{ key: 'Records' }, { all: true }];

/** A member's name and the index of its value's first byte. */
export interface Member {
  readonly key: string;
  readonly value: number;
}

/** The member whose name begins at `from`; `more` when the value has not begun yet. */
export function readMember(bytes: Uint8Array, from: number, to: number): Member | JsonFailure['reason'] {
  if (bytes[from] !== 0x22) return 'syntax';
  const key = parseJson(bytes, from, to);
  if ('reason' in key) return key.reason;
  const colon = skipSpace(bytes, key.end, to);
  if (colon < to && bytes[colon] !== 0x3a) return 'syntax';
  const value = skipSpace(bytes, colon + 1, to);
  return value < to ? { key: nodeText(bytes, key as JsonNode), value } : 'more';
}

/**
 * Whether the object at `from` is an envelope: it has the first member of the path, and that is no scalar. With
 * `firstOnly` it must be the first member, and hold objects or nothing. Looks only as far as needed.
 */
export function isEnvelope(span: Span, steps: EnvelopeSteps, firstOnly: boolean): 'yes' | 'no' | 'more' {
  const { bytes, to } = span;
  const [first] = steps;
  if (first === undefined) return 'no';
  if ('all' in first) return 'yes';
  let at = skipSpace(bytes, span.from + 1, to);
  while (at < to) {
    const member = readMember(bytes, at, to);
    if (member === 'more') return 'more';
    if (typeof member === 'string') return 'no';
    if ('key' in first && first.key === member.key && isContainer(bytes[member.value])) {
      return firstOnly ? holdsObjects(bytes, member.value, to) : 'yes';
    }
    if (firstOnly) return 'no';
    const end = new ValueSkipper().feed(bytes, member.value, to);
    if (end < 0) return 'more';
    at = skipSpace(bytes, end, to);
    if (at < to && bytes[at] !== 0x2c) return 'no';
    at = skipSpace(bytes, at + 1, to);
  }
  return 'more';
}

export interface Span {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

function isContainer(byte: number): boolean {
  return byte === 0x5b || byte === 0x7b;
}

function holdsObjects(bytes: Uint8Array, array: number, to: number): 'yes' | 'no' | 'more' {
  if (bytes[array] !== 0x5b) return 'no';
  const at = skipSpace(bytes, array + 1, to);
  if (at >= to) return 'more';
  return bytes[at] === 0x7b || bytes[at] === 0x5d ? 'yes' : 'no';
}

export function skipSpace(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(bytes[at])) at++;
  return at;
}
