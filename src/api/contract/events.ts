import { z } from 'zod';
import { moment } from './times.ts';

export const count = z.int().min(0);

/** Times are RFC 3339; whole numbers that a double cannot hold are their digits. */
export const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** An event in a list. */
export const listedEvent = z.object({
  object: z.string(),
  offset: count,
  id: z.string(),
  dataset: z.string(),
  time: moment,
  /** What it says, in a few words of the log's own. */
  sentence: z.string(),
  /** By dotted name; absent ones have no key. */
  fields: z.record(z.string(), fieldValue),
});
