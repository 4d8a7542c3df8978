import { KushiError } from '../core/error/error.ts';
import { parseZonedTime } from '../core/time/parse-zoned-time.ts';
import { type Alert, findAlert } from '../state/alerts.ts';
import type { StateDb } from '../state/open-state.ts';
import type { AskedRange } from './choose-range.ts';
import type { ActorQuestion } from './investigate-actor.ts';

/** An actor as a person asks for it. */
export interface AskedActor {
  /** Any id of it, or an alert: that of its entity, and the time around it unless another is given. */
  readonly id: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Id or number of an alert to look around. */
  readonly around?: string | undefined;
  /** Of times that name none; UTC when absent. */
  readonly zone?: string | undefined;
}

/** Fails with ALERT_UNKNOWN and TIME_INVALID. */
export async function askedActor(db: StateDb, asked: AskedActor, now: bigint): Promise<ActorQuestion> {
  const alert = /^([0-9a-f]{12}|[Aa]-\d+)$/.test(asked.id) ? await findAlert(db, asked.id) : null;
  if (alert === null) return { id: asked.id, range: await askedRange(db, asked, now) };
  const isRanged = asked.from !== undefined || asked.to !== undefined;
  const around = asked.around ?? (isRanged ? undefined : alert.id);
  return { id: alert.entity.value, range: await askedRange(db, { ...asked, around }, now) };
}

async function askedRange(
  db: StateDb,
  { from, to, around, zone = 'UTC' }: AskedActor,
  now: bigint,
): Promise<AskedRange> {
  return {
    ...(from === undefined ? {} : { from: parseZonedTime(from, now, zone) }),
    ...(to === undefined ? {} : { to: parseZonedTime(to, now, zone) }),
    ...(around === undefined ? {} : { around: await alertOf(db, around) }),
  };
}

async function alertOf(db: StateDb, name: string): Promise<Alert> {
  const alert = await findAlert(db, name);
  if (alert === null) throw new KushiError('ALERT_UNKNOWN', `There is no alert ${name}; kushi alerts lists them.`);
  return alert;
}
