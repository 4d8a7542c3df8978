import { harmless } from '../core/harmless/harmless.ts';

/** An answer names values; the events have them whole. */
const longest = 4096;

/** The same data with no text longer than that: a log may hold a megabyte, and an answer goes to threads and destinations. */
export function withShortTexts<T>(value: T): T {
  return shortened(value) as T;
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length <= longest ? value : harmless(value, { most: longest, cut: 'middle' });
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shortened(inner)]));
}
