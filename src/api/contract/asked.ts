import { z } from 'zod';
import { momentAsked } from './times.ts';

/** KQL; docs/search.md has the language. Nothing means everything. */
export const kql = z.string().max(8000).default('');

/** A whole number of the address. */
export const whole = (least: number, most: number, usual: number) =>
  z.coerce.number<number>().int().min(least).max(most).default(usual);

export const cursor = z.string().min(1).max(2000);

export const fieldName = z.string().min(1).max(300);

/** Names with commas between them. */
export const fieldNames = z.string().min(1).max(8000);

/** `[from, to)`: either end may be open. A time without a zone is of `zone`. */
export const range = {
  from: momentAsked.optional(),
  to: momentAsked.optional(),
  zone: z.string().min(1).max(64).default('UTC'),
};

/** The events that a question is about. */
export const searched = { query: kql, ...range, datasets: fieldNames.optional() };

/** Where an event lies: the id of its object, and its first byte there. */
export const place = z.strictObject({
  object: z.string().regex(/^[0-9a-f]{24}$/),
  offset: z.coerce.number<number>().int().min(0),
});
