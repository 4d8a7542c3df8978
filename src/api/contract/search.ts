import { z } from 'zod';
import { type StepName, stepSeconds } from '../../core/time/time-steps.ts';
import { cursor, fieldName, fieldNames, searched, whole } from './asked.ts';
import { count, listedEvent } from './events.ts';
import { route } from './route.ts';
import { moment } from './times.ts';

const stepNames = Object.keys(stepSeconds) as [StepName, ...StepName[]];

/** Segments read, and all there are to read. */
const progress = { done: count, total: count };

const typed = { typed: z.string().max(300).default(''), limit: whole(1, 100, 20) };

/** Finding events: pages, counts, pictures and what can be typed. */
export const searchRoutes = {
  page: route({
    method: 'GET',
    path: '/api/events',
    role: 'viewer',
    tag: 'events',
    summary: 'Events that a query finds, a page of them; pages that follow are of the same events, whatever is loaded',
    query: z.strictObject({
      ...searched,
      fields: fieldNames.optional(),
      order: z.enum(['newest', 'oldest']).default('newest'),
      limit: whole(1, 500, 100),
      cursor: cursor.optional(),
    }),
    response: z.object({
      events: z.array(listedEvent),
      /** The range looked at; relative times are as they were when the first page was asked for. */
      from: moment.nullable(),
      to: moment.nullable(),
      /** Cursors of the pages behind and before this one. */
      next: cursor.nullable(),
      previous: cursor.nullable(),
      segments: z.object({ stored: count, inRange: count }),
    }),
  }),
  count: route({
    method: 'GET',
    path: '/api/events/count',
    role: 'viewer',
    tag: 'events',
    summary: 'How many events a query finds: so many yet, until all segments are read',
    query: z.strictObject(searched),
    response: z.object({ count, ...progress }),
    stream: 'lines',
  }),
  histogram: route({
    method: 'GET',
    path: '/api/events/histogram',
    role: 'viewer',
    tag: 'events',
    summary: "Events by steps of time from the reader's midnight: first the steps, then counts to add up, then the sum",
    query: z.strictObject({ ...searched, step: z.enum(stepNames).optional(), by: fieldName.optional() }),
    response: z.discriminatedUnion('kind', [
      /** Step n reaches from the nth edge to the one behind it. */
      z.object({ kind: z.literal('steps'), step: z.enum(stepNames), edges: z.array(moment) }),
      z.object({
        kind: z.literal('counts'),
        /** Number of the step, value of `by`, events. */
        counts: z.array(z.object({ step: count, value: z.string().nullable(), count })),
        ...progress,
      }),
      z.object({ kind: z.literal('end'), events: count }),
    ]),
    stream: 'lines',
  }),
  fields: route({
    method: 'GET',
    path: '/api/fields',
    role: 'viewer',
    tag: 'events',
    summary: 'Fields of the log types in the range, with statistics of the first events that a query finds',
    query: z.strictObject({ ...searched, sample: whole(1, 500, 500) }),
    response: z.object({
      sample: count,
      fields: z.array(
        z.object({
          name: z.string(),
          type: z.string(),
          datasets: z.array(z.string()),
          /** Events of the sample that have it. */
          filled: count,
          distinct: count,
          top: z.array(z.object({ value: z.string(), count })),
        }),
      ),
    }),
  }),
  fieldValues: route({
    method: 'GET',
    path: '/api/fields/:field/values',
    role: 'viewer',
    tag: 'events',
    summary: 'The exact values of a field in what a query finds, most or rarest first',
    params: z.strictObject({ field: fieldName }),
    query: z.strictObject({
      ...searched,
      order: z.enum(['most', 'rarest']).default('most'),
      limit: whole(1, 500, 10),
    }),
    response: z.object({
      events: count,
      filled: count,
      distinct: count,
      /** There are more distinct values than were counted. */
      distinctIsLeast: z.boolean(),
      values: z.array(z.object({ value: z.string(), count, first: moment, last: moment })),
    }),
  }),
  completeFields: route({
    method: 'GET',
    path: '/api/completions/fields',
    role: 'viewer',
    tag: 'events',
    summary: 'Names of fields for what is typed',
    query: z.strictObject(typed),
    response: z.object({ fields: z.array(z.object({ name: z.string(), type: z.string(), events: count })) }),
  }),
  completeValues: route({
    method: 'GET',
    path: '/api/completions/values',
    role: 'viewer',
    tag: 'events',
    summary: 'Values of a field for what is typed, the most frequent first',
    query: z.strictObject({ field: fieldName, ...typed }),
    response: z.object({
      values: z.array(z.object({ value: z.string(), count })),
      /** False while values are still being collected: ask again to have more. */
      complete: z.boolean(),
    }),
  }),
  export: route({
    method: 'GET',
    path: '/api/events/export',
    role: 'viewer',
    tag: 'events',
    summary: 'All that a query finds, newest first: documents as NDJSON, or fields as CSV',
    query: z.strictObject({
      ...searched,
      format: z.enum(['ndjson', 'csv']).default('ndjson'),
      /** All when absent and NDJSON. */
      fields: fieldNames.optional(),
      /** Most events; 0 for all. */
      limit: whole(0, 1_000_000_000, 0),
    }),
    response: z.string(),
    stream: 'text',
    types: ['application/x-ndjson', 'text/csv'],
    audited: 'events-export',
  }),
};
