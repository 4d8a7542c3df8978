import type { AlertWindow, Piece } from './cut-windows.ts';

export interface NamedWindows {
  /** The alert that each window is; null for a new one. */
  readonly alerts: readonly (string | null)[];
  /** Alerts whose matches are all in others now, and the window that has the first of them. */
  readonly emptied: readonly { readonly alert: string; readonly window: number }[];
}

/**
 * A window is the alert whose first match it holds. It can hold those of several when a closed alert is opened again, or
 * when the alerts were cut by commit order, as they once were: then it is the one of the highest rank, the oldest of
 * those, and the others take a later window with matches of theirs, if there is one.
 */
export function nameWindows(windows: readonly AlertWindow<Piece>[], rankOf: (alert: string) => number): NamedWindows {
  const alerts = windows.map(({ pieces }): string | null => {
    const founders = pieces.flatMap(({ founding, alert }) => (founding && alert !== null ? [alert] : []));
    const highest = Math.max(...founders.map(rankOf));
    return founders.find((alert) => rankOf(alert) === highest) ?? null;
  });
  const named = new Set(alerts);
  for (const [at, { pieces }] of windows.entries()) {
    if (alerts[at] !== null) continue;
    alerts[at] = pieces.find(({ alert }) => alert !== null && !named.has(alert))?.alert ?? null;
    named.add(alerts[at]);
  }
  const emptied = new Map<string, number>();
  for (const [window, { pieces }] of windows.entries())
    for (const { alert } of pieces)
      if (alert !== null && !named.has(alert) && !emptied.has(alert)) emptied.set(alert, window);
  return { alerts, emptied: [...emptied].map(([alert, window]) => ({ alert, window })) };
}
