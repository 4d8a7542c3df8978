import { z } from 'zod';
import { whole } from './asked.ts';
import { count } from './events.ts';
import { route } from './route.ts';
import { moment } from './times.ts';

const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/);
const deliveryStatus = z.enum(['pending', 'retrying', 'sent', 'dead', 'withdrawn']);

const delivery = z.object({
  key: z.string(),
  destination: z.string(),
  /** Null for a test. */
  story: z.string().nullable(),
  number: count,
  status: z.string(),
  attempts: count,
  created: moment,
  next: moment.nullable(),
  sent: moment.nullable(),
  receipt: z.string().nullable(),
  error: z.string().nullable(),
  /** Ids of the alerts it is about. */
  alerts: z.array(z.string()),
});

/** How the server is set, and whom it tells. */
export const settingRoutes = {
  list: route({
    method: 'GET',
    path: '/api/settings',
    role: 'viewer',
    tag: 'settings',
    summary: 'Every setting: its meaning, its default, what it is, and where that was set; secrets are masked',
    response: z.object({
      settings: z.array(
        z.object({
          path: z.string(),
          meaning: z.string(),
          default: z.unknown(),
          value: z.unknown(),
          setBy: z.enum(['environment', 'file', 'default']),
          /** Its name in the environment, where it has one. */
          environment: z.string().nullable(),
        }),
      ),
    }),
  }),
  destinations: route({
    method: 'GET',
    path: '/api/destinations',
    role: 'viewer',
    tag: 'settings',
    summary: 'Who is told of alerts, and how that went',
    response: z.object({
      destinations: z.array(
        z.object({
          name: z.string(),
          kind: z.string(),
          level: z.string(),
          language: z.string(),
          zone: z.string(),
          /** Messages by status. */
          deliveries: z.record(z.string(), count),
          last: delivery.nullable(),
        }),
      ),
    }),
  }),
  test: route({
    method: 'POST',
    path: '/api/destinations/:name/test',
    role: 'admin',
    tag: 'settings',
    summary: 'Send a test message now',
    params: z.strictObject({ name }),
    response: z.object({ receipt: z.string() }),
    audited: 'destination-test',
  }),
  deliveries: route({
    method: 'GET',
    path: '/api/deliveries',
    role: 'viewer',
    tag: 'settings',
    summary: 'The last messages, newest first',
    query: z.strictObject({
      destination: name.optional(),
      status: deliveryStatus.optional(),
      alert: z.string().min(1).max(64).optional(),
      limit: whole(1, 200, 20),
    }),
    response: z.object({ deliveries: z.array(delivery) }),
  }),
  resend: route({
    method: 'POST',
    path: '/api/deliveries/:key/resend',
    role: 'analyst',
    tag: 'settings',
    summary: 'Send a message again that was given up',
    params: z.strictObject({ key: z.string().min(1).max(200) }),
    response: z.object({ resent: z.literal(true) }),
    audited: 'delivery-resend',
  }),
};
