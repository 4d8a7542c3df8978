import { KushiError } from '../core/error/error.ts';
import { nsPerSecond } from '../core/time/rfc3339.ts';
import type { Sighting } from '../engines/engine.ts';
import type { Alert } from '../state/alerts.ts';
import type { TimeRange } from './event-store.ts';

const day = 86_400n * nsPerSecond;

/** What a person said of the range: any part may be missing. */
export interface AskedRange {
  readonly from?: bigint;
  readonly to?: bigint;
  /** The alert to look around. */
  readonly around?: Alert;
}

export interface ChosenRange extends TimeRange {
  readonly because: 'asked' | 'alert' | 'activity';
  /** The alert it is around, when `because` is `alert`. */
  readonly alert?: Alert;
}

/**
 * As asked; else a day before and after the alert asked for, or the newest of the actor's own; else the last day of its
 * activity. `alerts` come newest first. Throws USAGE for a range that ends before it begins.
 */
export function chooseRange(
  asked: AskedRange,
  alerts: readonly Alert[],
  sightings: readonly Pick<Sighting, 'first' | 'last'>[],
): ChosenRange {
  const chosen = usualRange(asked.around ?? alerts[0], sightings);
  const from = asked.from ?? chosen.from;
  const to = asked.to ?? chosen.to;
  if (from >= to) throw new KushiError('USAGE', 'The range ends before it begins: --from must be earlier than --to.');
  return asked.from === undefined && asked.to === undefined ? chosen : { from, to, because: 'asked' };
}

function usualRange(alert: Alert | undefined, sightings: readonly Pick<Sighting, 'first' | 'last'>[]): ChosenRange {
  if (alert !== undefined) return { from: alert.first - day, to: alert.last + day, because: 'alert', alert };
  const last = sightings.reduce((latest, seen) => (seen.last > latest ? seen.last : latest), 0n);
  return { from: last - day, to: last + 1n, because: 'activity' };
}
