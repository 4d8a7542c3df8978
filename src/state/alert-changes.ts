import type { ActivityNote } from './alert-activity.ts';
import type { AlertsTable, MatchesTable } from './tables.ts';

/** What is written when matches come to alerts or go from one to another. */
export interface AlertChanges {
  readonly matches: MatchesTable[];
  readonly alerts: AlertsTable[];
  /** Matches that go from one alert to another: those of `from` in `[first, last]`. */
  readonly moves: { readonly from: string; readonly to: string; readonly first: string; readonly last: string }[];
  /** Alerts that have no matches any more, and the one that has the first of them now. */
  readonly emptied: { readonly alert: string; readonly into: string }[];
  /** What Kushi itself did with alerts. */
  readonly activity: ActivityNote[];
  /** Alerts that people are to be told of, by id: how many young matches came to them. */
  readonly notices: Map<string, number>;
  /** Wall clock, as text. */
  readonly now: string;
  /** Events of this time and later page people. */
  readonly young: string;
  /** The suppression that covers alerts of a rule and entity now; null when none does. */
  readonly covering: (rule: string, entity: { readonly kind: string; readonly value: string }) => string | null;
  /** The number of the next new alert. */
  number: number;
  opened: number;
}

export function noChanges(
  options: Pick<AlertChanges, 'now' | 'young' | 'covering'> & { readonly number: number },
): AlertChanges {
  return { matches: [], alerts: [], moves: [], emptied: [], activity: [], notices: new Map(), opened: 0, ...options };
}
