import type { FastifyInstance } from 'fastify';
import { formatAnswer } from '../../answer/format-answer.ts';
import { KushiError } from '../../core/error/error.ts';
import { harmless } from '../../core/harmless/harmless.ts';
import { isZone } from '../../core/mapping/time/zone.ts';
import { formatTime, parseTime } from '../../core/time/rfc3339.ts';
import { toldJson } from '../../questions/answer-json.ts';
import { alertActivity } from '../../state/alert-activity.ts';
import { countAlerts, groupAlerts, queryAlerts } from '../../state/alert-query.ts';
import { type Alert, findAlert } from '../../state/alerts.ts';
import type { MatchPlace } from '../../state/matches-page.ts';
import type { StateDb } from '../../state/open-state.ts';
import { alertRoutes } from '../contract/alerts.ts';
import { implement } from '../implement.ts';
import type { Service } from '../service.ts';
import { activityBody, alertBody, peopleOf } from './alert-bodies.ts';
import { filterOf } from './alert-filter.ts';

/** Reading alerts. */
export function serveAlerts(app: FastifyInstance, { db, ask, clock }: Service): void {
  implement(app, alertRoutes.list, async ({ query, caller }) => {
    const { alerts, next } = await queryAlerts(db, filterOf(query, caller, clock()), pageOf(query));
    const people = await peopleOf(db);
    return { alerts: alerts.map((alert) => alertBody(alert, people)), next };
  });
  implement(app, alertRoutes.counts, async ({ query, caller }) => countAlerts(db, filterOf(query, caller, clock())));
  implement(app, alertRoutes.groups, async ({ query, caller }) => {
    const asked = { by: query.by, filter: filterOf(query, caller, clock()) };
    const { groups, next } = await groupAlerts(db, asked, pageOf(query));
    const people = await peopleOf(db);
    const bodies = groups.map(({ first, last, alerts, ...rest }) => ({
      ...rest,
      first: formatTime(first),
      last: formatTime(last),
      alerts: alerts.map((alert) => alertBody(alert, people)),
    }));
    return { groups: bodies, next };
  });
  implement(app, alertRoutes.one, async ({ params }) => {
    const alert = await alertNamed(db, params.alert);
    const people = await peopleOf(db);
    const { alerts } = alert.story === null ? { alerts: [] } : await queryAlerts(db, { story: alert.story });
    const others = alerts.filter(({ id }) => id !== alert.id);
    const activity = await alertActivity(db, alert.id);
    return {
      alert: alertBody(alert, people),
      story: others.map((one) => alertBody(one, people)),
      activity: activity.map((one) => activityBody(one, people)),
    };
  });
  implement(app, alertRoutes.answer, async ({ params, query, signal }) => {
    const { language, zone } = query;
    if (!isZone(zone)) throw new KushiError('TIME_INVALID', `A zone is written as UTC or Asia/Tokyo, not ${zone}.`);
    const answer = await ask('alert.answer', params, { signal });
    if (answer === null) throw unknown(params.alert);
    const text = formatAnswer(answer, { language, zone, show: (value) => harmless(value), near: null });
    return { answer: toldJson(answer), text };
  });
  implement(app, alertRoutes.events, async ({ params, query, signal }) => {
    const after = query.cursor === undefined ? null : readPlace(query.cursor);
    const { next, ...rest } = await ask('alert.events', { ...params, limit: query.limit, after }, { signal });
    return { ...rest, next: next === null ? null : writePlace(next) };
  });
}

function pageOf({ limit, cursor }: { limit: number; cursor?: string | undefined }) {
  return { limit, ...(cursor === undefined ? {} : { after: cursor }) };
}

/** By id or number. Fails with ALERT_UNKNOWN. */
export async function alertNamed(db: StateDb, name: string): Promise<Alert> {
  const alert = await findAlert(db, name);
  if (alert === null) throw unknown(name);
  return alert;
}

function unknown(name: string): KushiError {
  return new KushiError(
    'ALERT_UNKNOWN',
    `There is no alert ${harmless(name)}. The list of alerts has those there are.`,
  );
}

function writePlace({ time, object, offset }: MatchPlace): string {
  return `${formatTime(time)}_${object}_${offset}`;
}

function readPlace(text: string): MatchPlace {
  const [time, object, offset] = text.split('_');
  const at = parseTime(time);
  if (at === undefined || !/^\w+$/.test(object ?? '') || !/^\d{1,15}$/.test(offset ?? ''))
    throw new KushiError('PAGE_INVALID', 'This is no place in a list. Give what the page before says, or begin anew.');
  return { time: at, object, offset: Number(offset) };
}
