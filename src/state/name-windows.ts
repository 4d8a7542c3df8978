import type { AlertWindow, Piece } from './cut-windows.ts';

export interface NamedWindows {
  /** The alert that each window is; null for a new one. */
  readonly alerts: readonly (string | null)[];
  /** Alerts whose matches are all in others now. */
  readonly emptied: readonly string[];
}

/**
 * A window is the alert whose first match it holds. It can hold those of several when the alerts were cut by commit
 * order, as they once were: then it is the one a person has touched, or else the oldest, and the others take a later
 * window with matches of theirs, if there is one.
 */
export function nameWindows(
  windows: readonly AlertWindow<Piece>[],
  isTouched: (alert: string) => boolean,
): NamedWindows {
  const alerts = windows.map(({ pieces }): string | null => {
    const founders = pieces.flatMap(({ founding, alert }) => (founding && alert !== null ? [alert] : []));
    return founders.find(isTouched) ?? founders[0] ?? null;
  });
  const named = new Set(alerts);
  for (const [at, { pieces }] of windows.entries()) {
    if (alerts[at] !== null) continue;
    alerts[at] = pieces.find(({ alert }) => alert !== null && !named.has(alert))?.alert ?? null;
    named.add(alerts[at]);
  }
  const all = windows.flatMap(({ pieces }) => pieces.flatMap(({ alert }) => (alert === null ? [] : [alert])));
  return { alerts, emptied: [...new Set(all)].filter((alert) => !named.has(alert)) };
}
