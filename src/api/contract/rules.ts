import { z } from 'zod';
import { count } from './events.ts';
import { route } from './route.ts';
import { moment } from './times.ts';

const place = z.object({ title: z.string(), path: z.string(), line: z.int() });

const rule = z.object({
  /** What its alerts call it: its id, or its title when it has none. */
  id: z.string(),
  title: z.string(),
  level: z.string(),
  path: z.string(),
  line: z.int(),
  status: z.enum(['loaded', 'refused', 'cannot_fire']),
  /** Why it is refused or cannot fire. */
  reason: z
    .object({ code: z.string(), message: z.string(), line: z.int().nullable(), column: z.int().nullable() })
    .nullable(),
  filters: z.array(place),
  tags: z.array(z.string()),
  datasets: z.array(z.string()),
  tests: z.object({ match: count, noMatch: count }),
  /** In the last 30 days; null when it brought nothing. */
  noise: z
    .object({
      alerts: count,
      events: count,
      verdicts: z.record(z.string(), count),
      suppressed: count,
      last: moment,
    })
    .nullable(),
});

/** Detection rules: what is watched, and whether it is quiet. */
export const ruleRoutes = {
  list: route({
    method: 'GET',
    path: '/api/rules',
    role: 'viewer',
    tag: 'rules',
    summary: 'Every rule document with its status, its tests and how loud it was',
    response: z.object({ rules: z.array(rule) }),
  }),
  one: route({
    method: 'GET',
    path: '/api/rules/:rule',
    role: 'viewer',
    tag: 'rules',
    summary: 'A rule whole, with its text, and its tests run',
    params: z.strictObject({ rule: z.string().min(1).max(300) }),
    response: z.object({
      rule,
      /** Null when it is refused. */
      about: z
        .object({
          description: z.string(),
          falsePositives: z.array(z.string()),
          references: z.array(z.string()),
          response: z.string(),
        })
        .nullable(),
      /** What it asks, as a search, by log type. */
      queries: z.array(z.object({ dataset: z.string(), query: z.string() })),
      source: z.string().nullable(),
      tests: z.array(
        z.object({
          name: z.string(),
          dataset: z.string(),
          /** That the rule must match, or must not. */
          matches: z.boolean(),
          passed: z.boolean(),
          message: z.string().nullable(),
        }),
      ),
    }),
  }),
};
