import type { Answer } from '../answer/answer.ts';
import { formatTime } from '../core/time/rfc3339.ts';

/** Plain data as JSON: every BigInt in it is a time, and becomes RFC 3339. */
export type Told<T> = T extends bigint ? string : { readonly [K in keyof T]: Told<T[K]> };

export type AnswerJson = Told<Answer>;

export function toldJson<T>(value: T): Told<T> {
  return told(value) as Told<T>;
}

function told(value: unknown): unknown {
  if (typeof value === 'bigint') return formatTime(value);
  if (Array.isArray(value)) return value.map(told);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, told(member)]));
}
