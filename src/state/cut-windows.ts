/** An alert gathers matches of one rule and entity for this long from its first match. */
export const windowNs = 24n * 3600n * 1_000_000_000n;

/** Matches of one rule and entity that lie within 24 hours: one new match, or an alert's matches, or a part of those. */
export interface Piece {
  /** Times as text of `ns.ts`. */
  readonly first: string;
  readonly last: string;
  readonly count: number;
  readonly datasets: readonly string[];
  /** Id of the alert these matches were in so far; null for a new match. */
  readonly alert: string | null;
  /** The alert's first match is among them. */
  readonly founding: boolean;
}

/** Pieces that make one alert, in order of their first match. `end` is the first time that does not belong to it. */
export interface AlertWindow<P extends Piece> {
  readonly end: string;
  readonly pieces: P[];
}

/** How matches that are already stored are had. */
export interface StoredPieces<P extends Piece> {
  /** Parts a stored piece in its matches before `time` and those from it on; there are some of both. */
  readonly split: (piece: P, time: string) => Promise<readonly [P, P]>;
  /** The first alert that begins after all those known so far, and before `end`. */
  readonly next: (end: string) => Promise<P | null>;
  /** A time's end of the window that begins with it. */
  readonly endOf: (first: string) => string;
}

/**
 * Cuts the matches of one rule and entity anew: an alert begins with the first match that no earlier alert holds, and has
 * those of the 24 hours from it. So alerts follow from the set of matches alone, not from the order they came in. Both
 * lists are in order of `first`. Alerts that new matches do not shift stay whole, and their matches are not looked at.
 */
export async function cutWindows<P extends Piece>(
  { added, alerts }: { readonly added: readonly P[]; readonly alerts: readonly P[] },
  stored: StoredPieces<P>,
): Promise<AlertWindow<P>[]> {
  const windows: AlertWindow<P>[] = [];
  const queue = alerts.toReversed();
  for (let at = 0; ; ) {
    const open = windows.at(-1);
    if (at === added.length && queue.length === 0) {
      const next = open === undefined ? null : await stored.next(open.end);
      if (next === null) return windows;
      queue.push(next);
    }
    const known = queue.at(-1);
    const isNew = at < added.length && (known === undefined || added[at].first < known.first);
    const piece = isNew ? added[at++] : (queue.pop() as P);
    if (open === undefined || piece.first >= open.end)
      windows.push({ end: stored.endOf(piece.first), pieces: [piece] });
    else if (piece.last < open.end) open.pieces.push(piece);
    else {
      const [head, tail] = await stored.split(piece, open.end);
      open.pieces.push(head);
      queue.push(tail);
    }
  }
}
