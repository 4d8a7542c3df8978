import { numberText } from './alerts.ts';
import type { StateDb } from './open-state.ts';

/** A rule that hit an event, and the alert that this belongs to. */
export interface EventMatch {
  readonly rule: { readonly id: string; readonly title: string; readonly level: string };
  readonly alert: { readonly id: string; readonly number: string };
}

/** Which rules hit an event. */
export async function matchesOfEvent(
  db: StateDb,
  { object, offset }: { readonly object: string; readonly offset: number },
): Promise<EventMatch[]> {
  const rows = await db
    .selectFrom('matches')
    .innerJoin('alerts', 'alerts.id', 'matches.alert')
    .select(['alerts.id', 'alerts.number', 'alerts.rule', 'alerts.rule_title', 'alerts.level'])
    .where('matches.object', '=', object)
    .where('matches.offset', '=', offset)
    .orderBy('alerts.severity', 'desc')
    .orderBy('alerts.rule')
    .execute();
  return rows.map(({ id, number, rule, rule_title: title, level }) => ({
    rule: { id: rule, title, level },
    alert: { id, number: numberText(number) },
  }));
}
