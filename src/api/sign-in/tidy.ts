import type { FastifyInstance } from 'fastify';
import { durationNs } from '../../config/duration.ts';
import { dropAudit } from '../../state/audit.ts';
import { dropSessions } from '../../state/sessions.ts';
import { dropTokens } from '../../state/tokens.ts';
import type { Service } from '../service.ts';

const everyMs = 3_600_000;
/** Tokens that are over are listed for so long. */
const tokensKept = durationNs('90d');

/** Forgets, now and every hour, sessions and tokens that are over and what the audit log need not keep any more. */
export function tidySignIn(app: FastifyInstance, service: Service): void {
  const run = () => tidy(service).catch((error: unknown) => app.log.warn({ err: error }, 'tidying was put off'));
  const timer = setInterval(() => void run(), everyMs).unref();
  app.addHook('onReady', async () => {
    await run();
  });
  app.addHook('onClose', async () => clearInterval(timer));
}

async function tidy({ db, config: { sign_in }, clock }: Service): Promise<void> {
  const now = clock();
  await dropSessions(db, {
    seenBefore: now - durationNs(sign_in.idle),
    createdBefore: now - durationNs(sign_in.absolute),
  });
  await dropTokens(db, now - tokensKept);
  await dropAudit(db, now - durationNs(sign_in.audit));
}
