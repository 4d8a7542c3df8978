import { z } from 'zod';
import { route } from './route.ts';
import { moment } from './times.ts';

const health = z.object({ status: z.enum(['ok', 'starting', 'stopping']), version: z.string() });

/** Whether the server lives and is ready, and its numbers. */
export const systemRoutes = {
  health: route({
    method: 'GET',
    path: '/healthz',
    role: 'public',
    tag: 'system',
    summary: 'The process lives',
    response: health,
  }),
  ready: route({
    method: 'GET',
    path: '/readyz',
    role: 'public',
    tag: 'system',
    summary: 'Questions can be answered; 503 until then and while stopping',
    response: health,
  }),
  metrics: route({
    method: 'GET',
    path: '/metrics',
    role: 'viewer',
    tag: 'system',
    summary: 'Prometheus metrics',
    response: z.string(),
    stream: 'text',
  }),
  live: route({
    method: 'GET',
    path: '/api/live',
    role: 'viewer',
    tag: 'system',
    summary: 'What changes, as it changes: new events, alerts, progress',
    response: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('hello'), at: moment }),
      z.object({
        kind: z.literal('events'),
        at: moment,
        byType: z.record(z.string(), z.object({ events: z.int(), rejects: z.int() })),
      }),
      z.object({ kind: z.literal('alerts'), at: moment, opened: z.int() }),
      z.object({ kind: z.literal('load'), at: moment, load: z.string(), done: z.boolean() }),
      z.object({ kind: z.literal('deliveries'), at: moment }),
    ]),
    stream: 'events',
  }),
};
