import { z } from 'zod';
import { type StepName, stepSeconds } from '../../core/time/time-steps.ts';
import { range } from './asked.ts';
import { count } from './events.ts';
import { route } from './route.ts';
import { equations, paceState } from './sources.ts';
import { moment } from './times.ts';

/** A number, and the search that lists exactly its events. */
const counted = { count, search: z.object({ query: z.string(), from: moment, to: moment }) };

/** What needs somebody, and whether what is seen is all there is. */
export const overviewRoutes = {
  overview: route({
    method: 'GET',
    path: '/api/overview',
    role: 'viewer',
    tag: 'overview',
    summary: 'Volume, alerts, both equations, health, and what is new since the last visit; a week unless asked',
    query: z.strictObject(range),
    response: z.object({
      at: moment,
      from: moment,
      to: moment,
      volume: z.object({
        step: z.enum(Object.keys(stepSeconds) as [StepName, ...StepName[]]),
        edges: z.array(moment),
        total: z.object(counted),
        byType: z.array(z.object({ dataset: z.string(), ...counted, counts: z.array(count) })),
      }),
      /** With events in the range; `/api/alerts` with the same range lists them. */
      alerts: z.object({
        total: count,
        status: z.record(z.enum(['open', 'working', 'closed']), count),
        level: z.record(z.string(), count),
        unowned: count,
        suppressed: count,
      }),
      equations: z.object(equations),
      health: z.object({
        logTypes: z.array(z.object({ dataset: z.string(), lastEvent: moment, state: paceState, missedHours: count })),
        /** Objects: `/api/objects` with this status lists them. */
        waiting: count,
        refused: count,
        /** Records: `/api/rejects` lists them. */
        rejects: count,
      }),
      /** Values seen first since the last visit; null when there was none, or they are still being collected. */
      news: z
        .object({
          since: moment,
          fields: z.array(
            z.object({
              field: z.string(),
              values: count,
              examples: z.array(z.object({ value: z.string(), ...counted })),
            }),
          ),
        })
        .nullable(),
      lastVisit: moment.nullable(),
    }),
  }),
  visit: route({
    method: 'POST',
    path: '/api/overview/visit',
    role: 'viewer',
    tag: 'overview',
    summary: 'Note that the overview was seen as it was at a moment; what is new is counted from there',
    body: z.strictObject({ at: moment }),
    response: z.object({ lastVisit: moment.nullable() }),
  }),
};
