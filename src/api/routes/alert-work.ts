import type { FastifyInstance } from 'fastify';
import { parseTimeArgument } from '../../core/time/parse-time-argument.ts';
import { formatTime } from '../../core/time/rfc3339.ts';
import { alertActivity } from '../../state/alert-activity.ts';
import { changeAlert, commentAlert } from '../../state/alert-work.ts';
import { changeAlerts } from '../../state/change-alerts.ts';
import type { AlertChange } from '../../state/check-change.ts';
import { endSuppression, listSuppressions, suppress, wouldHide } from '../../state/suppressions.ts';
import { undoChange } from '../../state/undo.ts';
import type { Caller } from '../caller.ts';
import { alertRoutes } from '../contract/alerts.ts';
import { implement } from '../implement.ts';
import type { Service } from '../service.ts';
import { activityBody, alertBody, peopleOf, suppressionBody } from './alert-bodies.ts';
import { actorOf, filterOf, momentOf, userOf } from './alert-filter.ts';
import { alertNamed } from './alerts.ts';

/** What people do with alerts. */
export function serveAlertWork(app: FastifyInstance, { db, clock }: Service): void {
  implement(app, alertRoutes.change, async ({ params, body, caller }) => {
    const { changed, ...work } = body;
    const { id } = await alertNamed(db, params.alert);
    const wanted = { alert: id, changed: momentOf(changed), change: changeOf(work, caller) };
    const { alert, undo } = await changeAlert(db, wanted, actorOf(caller, clock()));
    return { alert: alertBody(alert, await peopleOf(db)), undo };
  });
  implement(app, alertRoutes.comment, async ({ params, body, caller }) => {
    const { id } = await alertNamed(db, params.alert);
    await commentAlert(db, { alert: id, text: body.text }, actorOf(caller, clock()));
    const people = await peopleOf(db);
    return { activity: (await alertActivity(db, id)).map((one) => activityBody(one, people)) };
  });
  implement(app, alertRoutes.changeAll, async ({ body, caller }) => {
    const now = clock();
    const wanted = { filter: filterOf(body.filter, caller, now), change: changeOf(body.change, caller) };
    return changeAlerts(db, wanted, actorOf(caller, now));
  });
  implement(app, alertRoutes.undo, async ({ params, caller }) => {
    const { restored, left } = await undoChange(db, params.undo, actorOf(caller, clock()));
    const people = await peopleOf(db);
    const bodies = left.map(({ by, at, ...rest }) => ({
      ...rest,
      by: by === null ? null : people(by),
      at: at === null ? null : formatTime(at),
    }));
    return { restored, left: bodies };
  });
}

/** Keeping alerts quiet. */
export function serveSuppressions(app: FastifyInstance, { db, clock }: Service): void {
  implement(app, alertRoutes.suppressions, async () => {
    const people = await peopleOf(db);
    const all = await listSuppressions(db, { now: clock() });
    return { suppressions: all.map((one) => suppressionBody(one, people)) };
  });
  implement(app, alertRoutes.suppress, async ({ body, caller }) => {
    const now = clock();
    const { expires, rule, reason, entity } = body;
    const draft = {
      rule,
      reason,
      ...(entity === undefined ? {} : { entity }),
      ...(expires === undefined ? {} : { expires: parseTimeArgument(expires, now) }),
    };
    const made = await suppress(db, draft, actorOf(caller, now));
    return { suppression: suppressionBody(made, await peopleOf(db)) };
  });
  implement(app, alertRoutes.endSuppression, async ({ params, caller }) => {
    const ended = await endSuppression(db, params.suppression, actorOf(caller, clock()));
    return { suppression: suppressionBody(ended, await peopleOf(db)) };
  });
  implement(app, alertRoutes.wouldHide, async ({ query }) => {
    const { rule, entityKind: kind, entityValue: value } = query;
    const scope = { rule, ...(kind === undefined || value === undefined ? {} : { entity: { kind, value } }) };
    const { shown, ...rest } = await wouldHide(db, scope, { now: clock() });
    const people = await peopleOf(db);
    return { ...rest, shown: shown.map((alert) => alertBody(alert, people)) };
  });
}

function changeOf(
  { status, owner, verdict, reason }: { [K in keyof AlertChange]?: AlertChange[K] | undefined },
  caller: Caller | null,
): AlertChange {
  return {
    ...(status === undefined ? {} : { status }),
    ...(owner === undefined ? {} : { owner: owner === null ? null : userOf(owner, caller) }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(reason === undefined ? {} : { reason }),
  };
}
