import { z } from 'zod';
import { place, whole } from './asked.ts';
import { count, listedEvent } from './events.ts';
import { route } from './route.ts';
import { moment } from './times.ts';

const path = '/api/events/:object/:offset';

/** A part of a rule's condition beside an event. */
export const explained: z.ZodType<Explained> = z
  .lazy(() =>
    z.discriminatedUnion('kind', [
      z.object({ kind: z.enum(['and', 'or', 'not']), passes: z.boolean(), of: z.array(explained) }),
      z.object({
        kind: z.literal('test'),
        passes: z.boolean(),
        /** As a search: what is asked of which field. */
        asks: z.string(),
        /** Null for keywords, which look into the whole record. */
        field: z.string().nullable(),
        /** What the event has there. */
        values: z.array(z.string()),
      }),
    ]),
  )
  .meta({ id: 'Explained' });

export type Explained =
  | { kind: 'and' | 'or' | 'not'; passes: boolean; of: Explained[] }
  | { kind: 'test'; passes: boolean; asks: string; field: string | null; values: string[] };

const neighbourhood = z.enum(['actor', 'address', 'host', 'all']);

/** One event: what it is, where it came from, what was around it, why rules matched it or did not. */
export const eventRoutes = {
  find: route({
    method: 'GET',
    path: '/api/event-ids/:id',
    role: 'viewer',
    tag: 'events',
    summary: 'Where the events of an event.id lie',
    params: z.strictObject({ id: z.string().min(1).max(1000) }),
    response: z.object({
      events: z.array(z.object({ object: z.string(), offset: count, dataset: z.string(), time: moment })),
    }),
  }),
  open: route({
    method: 'GET',
    path,
    role: 'viewer',
    tag: 'events',
    summary: 'An event whole, with its origin and the rules that matched it',
    params: place,
    response: z.object({
      event: listedEvent,
      document: z.record(z.string(), z.unknown()),
      /** Null when the ledger knows the object no more. */
      origin: z
        .object({
          name: z.string(),
          source: z.string(),
          size: count,
          written: moment,
          /** From the event to the object's last writing. */
          lagSeconds: z.number(),
          generation: count,
          mapping: z.string(),
        })
        .nullable(),
      matches: z.array(
        z.object({
          rule: z.object({ id: z.string(), title: z.string(), level: z.string() }),
          alert: z.object({ id: z.string(), number: z.string() }),
        }),
      ),
    }),
  }),
  raw: route({
    method: 'GET',
    path: `${path}/raw`,
    role: 'viewer',
    tag: 'events',
    summary: 'The record as it stood in the log',
    params: place,
    query: z.strictObject({ most: whole(1, 4_000_000, 1_000_000) }),
    response: z.object({ dataset: z.string(), text: z.string(), characters: count, truncated: z.boolean() }),
    audited: 'event-raw',
  }),
  around: route({
    method: 'GET',
    path: `${path}/around`,
    role: 'viewer',
    tag: 'events',
    summary: 'What happened around an event, of the same actor, address or host, or all',
    params: place,
    query: z.strictObject({
      by: neighbourhood.default('actor'),
      minutes: whole(1, 1440, 5),
      limit: whole(1, 200, 50),
    }),
    response: z.object({
      query: z.string(),
      from: moment,
      to: moment,
      by: z.array(neighbourhood),
      before: z.array(listedEvent),
      after: z.array(listedEvent),
      moreBefore: z.boolean(),
      moreAfter: z.boolean(),
    }),
  }),
  explain: route({
    method: 'GET',
    path: `${path}/rules/:rule`,
    role: 'viewer',
    tag: 'events',
    summary: 'Why a rule matched an event, or did not',
    params: place.extend({ rule: z.string().min(1).max(300) }),
    response: z.object({
      rule: z.object({ id: z.string(), title: z.string(), level: z.string(), path: z.string() }),
      passes: z.boolean(),
      /** Null when the rule is not about the event's log type. */
      condition: explained.nullable(),
      datasets: z.array(z.string()),
    }),
  }),
};
