import { z } from 'zod';
import type { TimelinePart } from '../../questions/actor-timeline.ts';
import { range } from './asked.ts';
import { count } from './events.ts';
import { route } from './route.ts';
import { moment } from './times.ts';

const part = (kind: TimelinePart['kind']) => z.looseObject({ kind: z.literal(kind) });

/** Typed whole, and told in the document by kind: each part has facts of `kushi actor --json` under the same names. */
const timelinePart = z.discriminatedUnion('kind', [
  part('identity'),
  part('chain'),
  part('facts'),
  part('events'),
  part('nobody'),
]) as unknown as z.ZodType<TimelinePart>;

/** What actors did, and what is known of any value. */
export const actorRoutes = {
  timeline: route({
    method: 'GET',
    path: '/api/actors/:id/timeline',
    role: 'viewer',
    tag: 'actors',
    summary: 'What an actor did, in parts: who it is, how it came to be, what it means, each event, oldest first',
    params: z.strictObject({ id: z.string().min(1).max(2048) }),
    query: z.strictObject({
      ...range,
      /** An alert to look around, by id or number. */
      around: z.string().min(1).max(64).optional(),
      language: z.enum(['en', 'ja']).default('en'),
    }),
    response: timelinePart,
    stream: 'lines',
  }),
  card: route({
    method: 'GET',
    path: '/api/entities/:kind/:value',
    role: 'viewer',
    tag: 'actors',
    summary: 'What a value is known by: the kind is one such as address, a field, or any',
    params: z.strictObject({ kind: z.string().min(1).max(300), value: z.string().min(1).max(2048) }),
    response: z.object({
      kind: z.string().nullable(),
      value: z.string(),
      firstSeen: moment.nullable(),
      lastSeen: moment.nullable(),
      events: count,
      days: z.array(z.object({ day: z.string(), count })),
      fields: z.array(z.object({ field: z.string(), count })),
      datasets: z.array(z.object({ dataset: z.string(), count })),
      actions: z.array(z.object({ action: z.string(), count })),
      /** First seen in the last 24 hours; null when the store is too young to tell, or it was never seen. */
      isNew: z.boolean().nullable(),
    }),
  }),
};
