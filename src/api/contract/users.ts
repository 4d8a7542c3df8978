import { z } from 'zod';
import { route } from './route.ts';
import { userName, userRole } from './session.ts';
import { moment } from './times.ts';

const user = z.object({
  id: z.string(),
  name: z.string(),
  role: userRole,
  disabled: z.boolean(),
  mustChange: z.boolean(),
  created: moment,
});

const params = z.strictObject({ id: z.string().max(64) });
/** Shown this once; its user has to choose another. */
const password = z.string();

/** People who may use the server. They are never deleted, so that what they did keeps its name; they are disabled. */
export const userRoutes = {
  users: route({
    method: 'GET',
    path: '/api/users',
    role: 'viewer',
    tag: 'users',
    summary: 'Everyone who may use the server',
    response: z.object({ users: z.array(user) }),
  }),
  addUser: route({
    method: 'POST',
    path: '/api/users',
    role: 'admin',
    tag: 'users',
    summary: 'Add a user, who gets a one-time password',
    body: z.strictObject({ name: userName, role: userRole }),
    response: z.object({ user, password }),
    audited: 'user-add',
    personal: true,
  }),
  changeUser: route({
    method: 'PATCH',
    path: '/api/users/:id',
    role: 'admin',
    tag: 'users',
    summary: 'Give a user another name or role, or disable them; they are signed out',
    params,
    body: z.strictObject({
      name: userName.optional(),
      role: userRole.optional(),
      disabled: z.boolean().optional(),
    }),
    response: z.object({ user }),
    audited: 'user-change',
    personal: true,
  }),
  resetPassword: route({
    method: 'POST',
    path: '/api/users/:id/password',
    role: 'admin',
    tag: 'users',
    summary: 'Give a user a one-time password; they are signed out everywhere',
    params,
    response: z.object({ password }),
    audited: 'user-reset',
    personal: true,
  }),
  signOutUser: route({
    method: 'DELETE',
    path: '/api/users/:id/sessions',
    role: 'admin',
    tag: 'users',
    summary: 'Sign a user out everywhere',
    params,
    response: z.object({ ended: z.int() }),
    audited: 'user-sign-out',
    personal: true,
  }),
};
