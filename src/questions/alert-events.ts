import { KushiError } from '../core/error/error.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import { type AlertMatch, findAlert } from '../state/alerts.ts';
import { type MatchPlace, matchesPage } from '../state/matches-page.ts';
import { eventFields } from '../timeline/find-events.ts';
import { type EventJson, eventJson } from './event-json.ts';
import type { Question, QuestionContext } from './question.ts';

export interface AlertEventsInput {
  /** Id or number. */
  readonly alert: string;
  readonly limit: number;
  readonly after: MatchPlace | null;
}

/** An event behind an alert; one that retention has removed has no sentence and no fields. */
export interface AlertEvent extends EventJson {
  readonly kept: boolean;
}

export interface AlertEvents {
  readonly total: number;
  readonly events: readonly AlertEvent[];
  readonly next: MatchPlace | null;
}

/** The events behind an alert, newest first. Fails with ALERT_UNKNOWN. */
export const alertEvents: Question<AlertEventsInput, AlertEvents> = async ({ alert: name, limit, after }, context) => {
  const alert = await findAlert(context.db, name);
  if (alert === null) throw new KushiError('ALERT_UNKNOWN', `There is no alert ${name}.`);
  const matches = await matchesPage(context.db, alert.id, { after, limit: limit + 1 });
  const events: AlertEvent[] = [];
  for (const match of matches.slice(0, limit)) {
    context.signal.throwIfAborted();
    events.push(await readMatch(match, context));
  }
  return { total: alert.count, events, next: matches.length > limit ? placeOf(matches[limit - 1]) : null };
};

async function readMatch(match: AlertMatch, { engine, snapshot, content }: QuestionContext): Promise<AlertEvent> {
  const { object, offset, dataset, time, event: id } = match;
  const row = await engine.open(object, offset, snapshot);
  if (row !== null) return { ...eventJson(row, eventFields, content), kept: true };
  return { object, offset, id, dataset, time: formatTime(time), sentence: '', fields: {}, kept: false };
}

function placeOf({ time, object, offset }: AlertMatch): MatchPlace {
  return { time, object, offset };
}
