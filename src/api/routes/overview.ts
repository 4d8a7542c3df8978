import type { FastifyInstance } from 'fastify';
import { formatTime } from '../../core/time/rfc3339.ts';
import { countAlerts } from '../../state/alert-query.ts';
import { lastVisit, noteVisit } from '../../state/last-visit.ts';
import { overviewRoutes } from '../contract/overview.ts';
import { implement } from '../implement.ts';
import type { Service } from '../service.ts';
import { momentOf } from './alert-filter.ts';

export function serveOverview(app: FastifyInstance, { db, ask, clock }: Service): void {
  implement(app, overviewRoutes.overview, async ({ query, caller, signal }) => {
    const since = caller?.user ? await lastVisit(db, caller.user) : null;
    const seen = await ask('overview', { ...query, since }, { signal });
    const alerts = await countAlerts(db, { from: momentOf(seen.from), to: momentOf(seen.to) });
    return { ...seen, alerts, lastVisit: since === null ? null : formatTime(since) };
  });
  implement(app, overviewRoutes.visit, async ({ body, caller }) => {
    if (!caller?.user) return { lastVisit: null };
    const [at, now] = [momentOf(body.at), clock()];
    await noteVisit(db, caller.user, at < now ? at : now);
    const visit = await lastVisit(db, caller.user);
    return { lastVisit: visit === null ? null : formatTime(visit) };
  });
}
