import { z } from 'zod';
import { route } from './route.ts';
import { moment } from './times.ts';

const count = z.int().min(0);

const totals = z.object({
  objects: z.object({
    offered: count,
    loaded: count,
    known: count,
    refused: count,
    skipped: count,
    waiting: count,
  }),
  records: z.object({ read: count, events: count, rejects: count, filtered: count }),
  byType: z.record(z.string(), z.object({ events: count, rejects: count })),
  alerts: count,
  bytes: count,
});

const request = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('load'),
    /** Names of sources in kushi.yml, or locations: paths on the server, `s3://bucket/prefix`. All sources when empty. */
    names: z.array(z.string().min(1).max(4096)).max(1000),
    /** Log type of everything offered; found by key and content when absent. */
    type: z.string().min(1).max(200).nullable().default(null),
    reload: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('replay') }),
]);

const load = z.object({
  id: z.string(),
  request,
  status: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  asked: moment,
  ended: moment.nullable(),
  totals: totals.nullable(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      problems: z.array(z.object({ code: z.string(), message: z.string(), location: z.string() })),
    })
    .nullable(),
});

export type LoadBody = z.output<typeof load>;

const id = z.strictObject({ id: z.string().regex(/^[0-9a-f]{16}$/) });

/** Loads: begun, watched and stopped. What a source of kushi.yml has anew is loaded without being asked for. */
export const loadRoutes = {
  list: route({
    method: 'GET',
    path: '/api/loads',
    role: 'viewer',
    tag: 'loads',
    summary: 'Loads that were asked for since the server began, newest first',
    response: z.object({ loads: z.array(load) }),
  }),
  one: route({
    method: 'GET',
    path: '/api/loads/:id',
    role: 'viewer',
    tag: 'loads',
    summary: 'One load and how far it is',
    params: id,
    response: load,
  }),
  follow: route({
    method: 'GET',
    path: '/api/loads/:id/progress',
    role: 'viewer',
    tag: 'loads',
    summary: 'One load as it goes on; the stream ends with it',
    params: id,
    response: load,
    stream: 'lines',
  }),
  start: route({
    method: 'POST',
    path: '/api/loads',
    role: 'admin',
    tag: 'loads',
    summary: 'Load sources or locations, or read the objects with rejects anew',
    body: request,
    response: load,
    audited: 'load-start',
  }),
  cancel: route({
    method: 'POST',
    path: '/api/loads/:id/cancel',
    role: 'admin',
    tag: 'loads',
    summary: 'Stop a load after its current batch; what it committed stays',
    params: id,
    response: load,
    audited: 'load-cancel',
  }),
};
