import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { formatTime } from '../../core/time/rfc3339.ts';
import { endSessions } from '../../state/sessions.ts';
import { addUser, changeUser, listUsers, setPassword, type User, userOf } from '../../state/users.ts';
import { userRoutes } from '../contract/users.ts';
import { implement } from '../implement.ts';
import { note } from '../plugins/audit-trail.ts';
import { newPassword } from '../sign-in/secrets.ts';
import type { SignIn } from '../sign-in/sign-in.ts';

export function serveUsers(app: FastifyInstance, { service: { db, clock }, hasher }: SignIn): void {
  implement(app, userRoutes.users, async () => ({ users: (await listUsers(db)).map(toBody) }));
  implement(app, userRoutes.addUser, async ({ body, request }) => {
    note(request, { detail: body });
    const password = newPassword();
    const hash = await hasher.hash(password);
    const user = await addUser(db, { ...body, password: hash, mustChange: true, now: clock() });
    note(request, { target: user.id });
    return { user: toBody(user), password };
  });
  implement(app, userRoutes.changeUser, async ({ params, body, request }) => {
    const { name, role } = await userOf(db, params.id);
    note(request, { detail: { ...body, nameBefore: name, roleBefore: role } });
    return { user: toBody(await changeUser(db, params.id, body, clock())) };
  });
  implement(app, userRoutes.resetPassword, async ({ params }) => {
    const password = newPassword();
    await setPassword(db, params.id, { password: await hasher.hash(password), mustChange: true });
    return { password };
  });
  implement(app, userRoutes.signOutUser, async ({ params }) => {
    await userOf(db, params.id);
    return { ended: await endSessions(db, params.id) };
  });
}

function toBody({ id, name, role, disabled, mustChange, created }: User): UserBody {
  return { id, name, role, disabled, mustChange, created: formatTime(created) };
}

type UserBody = z.input<(typeof userRoutes.users)['response']>['users'][number];
