import { z } from 'zod';
import { route } from './route.ts';
import { userRole } from './session.ts';
import { moment } from './times.ts';

const token = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.object({ id: z.string(), name: z.string() }),
  role: userRole,
  /** Tags of the routes it is for; all when null. */
  scopes: z.array(z.string()).nullable(),
  created: moment,
  expires: moment,
  used: moment.nullable(),
  revoked: moment.nullable(),
});

/** What programs sign in with. */
export const tokenRoutes = {
  tokens: route({
    method: 'GET',
    path: '/api/tokens',
    role: 'viewer',
    tag: 'tokens',
    summary: 'Your tokens; those of everyone for administrators',
    response: z.object({ tokens: z.array(token) }),
  }),
  addToken: route({
    method: 'POST',
    path: '/api/tokens',
    role: 'viewer',
    tag: 'tokens',
    summary: 'Make a token, which is shown this once',
    body: z.strictObject({
      name: z.string().min(1).max(100),
      /** No more than yours; yours when absent. */
      role: userRole.optional(),
      /** Tags of the routes it is for; all when absent. */
      scopes: z.array(z.string().max(64)).min(1).max(50).optional(),
      days: z.int().min(1).max(365).default(90),
    }),
    response: z.object({ token: z.string(), made: token }),
    audited: 'token-add',
    personal: true,
  }),
  revokeToken: route({
    method: 'DELETE',
    path: '/api/tokens/:id',
    role: 'viewer',
    tag: 'tokens',
    summary: 'End a token: one of yours, or any for administrators',
    params: z.strictObject({ id: z.string().max(64) }),
    response: z.object({ token }),
    audited: 'token-revoke',
    personal: true,
  }),
};
