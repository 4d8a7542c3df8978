import type { FastifyInstance } from 'fastify';
import type { Session } from '../../state/sessions.ts';
import { identify } from '../sign-in/identify.ts';
import type { SignIn } from '../sign-in/sign-in.ts';

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | null;
    /** Whether the caller still may, for answers that take long; null when nobody is signed in. */
    isStillSignedIn: (() => Promise<boolean>) | null;
  }
}

/** Finds out who makes each request, before anything of it is read. */
export function authenticate(app: FastifyInstance, signIn: SignIn): void {
  app.decorateRequest('session', null);
  app.decorateRequest('isStillSignedIn', null);
  app.addHook('onRequest', async (request, reply) => {
    const identity = await identify(signIn, request, reply);
    request.caller = identity?.caller ?? null;
    request.session = identity?.session ?? null;
    request.isStillSignedIn = identity?.isStill ?? null;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode === 401) void reply.header('www-authenticate', 'Bearer');
  });
}
