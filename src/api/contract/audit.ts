import { z } from 'zod';
import { route } from './route.ts';
import { moment } from './times.ts';

/** What people and programs did. */
export const auditRoutes = {
  audit: route({
    method: 'GET',
    path: '/api/audit',
    role: 'admin',
    tag: 'audit',
    summary: 'What people and programs did, newest first',
    query: z.strictObject({
      /** `next` of the page before. */
      before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      who: z.string().max(64).optional(),
      action: z.string().max(64).optional(),
    }),
    response: z.object({
      entries: z.array(
        z.object({
          seq: z.int(),
          at: moment,
          who: z.object({ id: z.string(), name: z.string() }).nullable(),
          how: z.enum(['session', 'token', 'local', 'command', 'none']),
          address: z.string().nullable(),
          action: z.string(),
          target: z.string().nullable(),
          outcome: z.enum(['done', 'refused', 'failed']),
          detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
        }),
      ),
      next: z.int().nullable(),
    }),
    audited: 'audit-read',
  }),
};
