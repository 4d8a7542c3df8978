import type { FastifyInstance } from 'fastify';
import { formatTime } from '../../core/time/rfc3339.ts';
import { auditPage } from '../../state/audit.ts';
import { auditRoutes } from '../contract/audit.ts';
import { implement } from '../implement.ts';
import type { SignIn } from '../sign-in/sign-in.ts';

export function serveAudit(app: FastifyInstance, { service: { db } }: SignIn): void {
  implement(app, auditRoutes.audit, async ({ query }) => {
    const { limit } = query;
    const found = await auditPage(db, { ...query, limit: limit + 1 });
    const entries = found.slice(0, limit);
    return {
      entries: entries.map(({ at, who, name, detail, ...entry }) => ({
        ...entry,
        at: formatTime(at),
        who: who === null ? null : { id: who, name: name ?? who },
        detail: { ...detail },
      })),
      next: found.length > limit ? (entries.at(-1)?.seq ?? null) : null,
    };
  });
}
