import { z } from 'zod';
import { roles, route } from './route.ts';
import { moment } from './times.ts';

export const userName = z
  .string()
  .min(1)
  .max(64)
  .meta({ examples: ['mori'] });
export const userRole = z.enum(roles).exclude(['public']);
/** Long enough for any phrase; more would only be work to hash. */
const password = z.string().min(1).max(512);

const signedIn = z.object({
  /** Null when nobody is signed in. */
  user: z
    .object({
      id: z.string().nullable(),
      name: z.string(),
      role: userRole,
      /** The password was given by someone else: only another can be chosen. */
      mustChange: z.boolean(),
    })
    .nullable(),
  how: z.enum(['session', 'token', 'local']).nullable(),
  /** When the session ends if nothing is asked in it. */
  expires: moment.nullable(),
  /** There is an administrator; until then somebody has to set Kushi up. */
  setUp: z.boolean(),
});

const ended = z.object({ ended: z.int() });

/** Who is signed in, and where. */
export const sessionRoutes = {
  session: route({
    method: 'GET',
    path: '/api/session',
    role: 'public',
    tag: 'session',
    summary: 'Who is signed in',
    response: signedIn,
  }),
  setUp: route({
    method: 'POST',
    path: '/api/setup',
    role: 'public',
    tag: 'session',
    summary: 'Make the first administrator, from this machine, with the one-time password of the terminal',
    body: z.strictObject({ password, name: userName, newPassword: password }),
    response: signedIn,
    audited: 'set-up',
  }),
  signIn: route({
    method: 'POST',
    path: '/api/session',
    role: 'public',
    tag: 'session',
    summary: 'Sign in; the session is in a cookie',
    body: z.strictObject({ name: userName, password }),
    response: signedIn,
    audited: 'sign-in',
  }),
  signOut: route({
    method: 'DELETE',
    path: '/api/session',
    role: 'viewer',
    tag: 'session',
    summary: 'Sign out',
    response: ended,
    audited: 'sign-out',
    personal: true,
  }),
  changePassword: route({
    method: 'POST',
    path: '/api/session/password',
    role: 'viewer',
    tag: 'session',
    summary: 'Choose another password; every other session ends',
    body: z.strictObject({ password, newPassword: password }),
    response: signedIn,
    audited: 'password-change',
    personal: true,
  }),
  sessions: route({
    method: 'GET',
    path: '/api/sessions',
    role: 'viewer',
    tag: 'session',
    summary: 'Where you are signed in',
    response: z.object({
      sessions: z.array(
        z.object({
          id: z.string(),
          current: z.boolean(),
          created: moment,
          seen: moment,
          address: z.string(),
          agent: z.string(),
        }),
      ),
    }),
    personal: true,
  }),
  endSession: route({
    method: 'DELETE',
    path: '/api/sessions/:id',
    role: 'viewer',
    tag: 'session',
    summary: 'Sign out somewhere else',
    params: z.strictObject({ id: z.string().max(64) }),
    response: ended,
    audited: 'sign-out',
    personal: true,
  }),
  signOutEverywhere: route({
    method: 'DELETE',
    path: '/api/sessions',
    role: 'viewer',
    tag: 'session',
    summary: 'Sign out everywhere',
    response: ended,
    audited: 'sign-out-everywhere',
    personal: true,
  }),
};
