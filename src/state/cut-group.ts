import { createHash } from 'node:crypto';
import type { AlertChanges } from './alert-changes.ts';
import { type Match, numberText, severity } from './alerts.ts';
import { cutWindows, type Piece, windowNs } from './cut-windows.ts';
import { nameWindows } from './name-windows.ts';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import { nextAlert, splitAlert } from './stored-pieces.ts';
import type { AlertsTable, MatchesTable } from './tables.ts';

/** A new match, or matches of an alert. */
interface MatchPiece extends Piece {
  readonly match: Match | null;
}

/** What is known of one rule and entity. Lists are oldest first. */
export interface Group extends Pick<Match, 'rule' | 'entity'> {
  /** Matches to add. */
  readonly added: readonly Match[];
  /** Alerts that may gain matches or be shifted. */
  readonly alerts: readonly AlertsTable[];
  /** Closed alerts, whose matches stay theirs. */
  readonly closed: readonly AlertsTable[];
  /** Alerts that begin before this time are all among those. */
  readonly horizon: string;
  /** The alert that stays when several fall in one window. */
  readonly keep?: string;
}

/** Cuts the alerts of a group anew and adds to `changes` what is different then. */
export async function cutGroup(db: StateDb, group: Group, changes: AlertChanges): Promise<void> {
  const known = new Map(group.alerts.map((row) => [row.id, row]));
  const { rule, entity } = group;
  let horizon = group.horizon;
  const windows = await cutWindows<MatchPiece>(
    { added: group.added.map(pieceOfMatch), alerts: group.alerts.map(pieceOfAlert) },
    {
      endOf: (first) => nsText(nsOf(first) + windowNs),
      split: async (piece, time) => {
        const [head, tail] = await splitAlert(db, piece, time);
        return [
          { ...head, match: null },
          { ...tail, match: null },
        ];
      },
      next: async (end) => {
        if (end <= horizon) return null;
        const row = await nextAlert(db, { rule: rule.id, entity, from: horizon, end });
        if (row === undefined) return null;
        horizon = nsText(nsOf(row.first) + 1n);
        known.set(row.id, row);
        return pieceOfAlert(row);
      },
    },
  );
  const { alerts, emptied } = nameWindows(windows, (id) => rankOf(known.get(id), group.keep));
  const ids: string[] = [];
  for (const [at, { pieces }] of windows.entries())
    ids.push(await saveWindow(db, { group, pieces, known, is: known.get(alerts[at] ?? '') }, changes));
  for (const { alert, window } of emptied) changes.emptied.push({ alert, into: ids[window] });
}

/** An alert that a person has done something with goes before one that nobody has. */
function rankOf(row: AlertsTable | undefined, keep: string | undefined): number {
  if (row === undefined) return 0;
  if (row.id === keep) return 2;
  return row.touched !== null || row.status !== 'open' ? 1 : 0;
}

function pieceOfMatch(match: Match): MatchPiece {
  const time = nsText(match.time);
  return { first: time, last: time, count: 1, datasets: [match.dataset], alert: null, founding: false, match };
}

function pieceOfAlert({ id, first, last, count, datasets }: AlertsTable): MatchPiece {
  return { first, last, count, datasets: JSON.parse(datasets), alert: id, founding: true, match: null };
}

interface Cut {
  readonly group: Group;
  readonly pieces: readonly MatchPiece[];
  readonly known: ReadonlyMap<string, AlertsTable>;
  /** The alert that the window is, as it was; undefined for a new one. */
  readonly is: AlertsTable | undefined;
}

/** Notes the alert of a window, its new matches, and those that come to it from another. Returns the alert's id. */
async function saveWindow(db: StateDb, cut: Cut, changes: AlertChanges): Promise<string> {
  const { group, pieces, is } = cut;
  if (is !== undefined && pieces.length === 1 && pieces[0].alert === is.id && pieces[0].count === is.count)
    return is.id;
  const base = is ?? (await newAlert(db, { ...group, first: pieces[0].first }, changes));
  const added = pieces.flatMap(({ match, first }) => (match === null ? [] : [{ match, time: first }]));
  const row: AlertsTable = {
    ...base,
    ...workOf({ ...cut, is: base }, { times: added.map(({ time }) => time), isNew: is === undefined }, changes),
    changed: changes.now > (base.changed ?? '') ? changes.now : base.changed,
    first: pieces[0].first,
    last: pieces.reduce((last, piece) => (piece.last > last ? piece.last : last), ''),
    count: pieces.reduce((count, piece) => count + piece.count, 0),
    datasets: JSON.stringify([...new Set(pieces.flatMap(({ datasets }) => datasets))].sort()),
  };
  changes.alerts.push(row);
  for (const { match } of added) changes.matches.push(matchRow(match, base.id));
  for (const { alert, first, last } of pieces)
    if (alert !== null && alert !== base.id) changes.moves.push({ from: alert, to: base.id, first, last });
  noteChanges(base, row, changes);
  return base.id;
}

/** What new matches change beside times and counts: whether it pages people, is kept quiet, goes on from a closed one. */
function workOf(
  { group, pieces, known, is }: Cut & { readonly is: AlertsTable },
  { times, isNew }: { readonly times: readonly string[]; readonly isNew: boolean },
  changes: AlertChanges,
): Pick<AlertsTable, 'in_history' | 'suppression' | 'continues'> {
  const young = times.filter((time) => time >= changes.young).length;
  const gathers = isNew || times.length > 0;
  const suppression = gathers ? changes.covering(group.rule.id, group.entity) : is.suppression;
  if (young > 0 && suppression === null) changes.notices.set(is.id, young);
  const paged = pieces.some(({ alert }) => alert !== null && known.get(alert)?.in_history === 0);
  return {
    in_history: young > 0 || paged ? 0 : is.in_history,
    suppression,
    continues: is.continues ?? closedBefore(group.closed, times),
  };
}

/** The newest closed alert that has one of the times in its 24 hours. */
function closedBefore(closed: readonly AlertsTable[], times: readonly string[]): string | null {
  const goesOn = ({ first }: AlertsTable) => {
    const end = nsText(nsOf(first) + windowNs);
    return times.some((time) => time >= first && time < end);
  };
  return closed.findLast(goesOn)?.id ?? null;
}

/** What Kushi did by itself: a closed alert goes on, a suppression begins or ceases to cover one. */
function noteChanges(before: AlertsTable, after: AlertsTable, { activity, now: at }: AlertChanges): void {
  const { id: alert, suppression, continues } = after;
  const number = numberText(after.number);
  if (continues !== null && continues !== before.continues)
    activity.push({ alert: continues, at, by: null, kind: 'continued', detail: { alert, number } });
  if (suppression === before.suppression) return;
  if (suppression !== null) activity.push({ alert, at, by: null, kind: 'suppressed', detail: { suppression } });
  else if (before.suppression !== null)
    activity.push({ alert, at, by: null, kind: 'visible', detail: { suppression: before.suppression } });
}

interface NewAlert extends Pick<Match, 'rule' | 'entity'> {
  readonly first: string;
}

/** A new alert is named after rule, entity and first match; one that has this name already may have gained earlier ones. */
async function newAlert(db: StateDb, { rule, entity, first }: NewAlert, changes: AlertChanges): Promise<AlertsTable> {
  let id = '';
  for (let attempt = 0; attempt === 0 || (await isTaken(db, id)); attempt++) {
    const name = [rule.id, entity.kind, entity.value, first, ...(attempt === 0 ? [] : [attempt])].join('\0');
    id = createHash('sha256').update(name).digest('hex').slice(0, 12);
  }
  changes.opened++;
  const { title, path, level } = rule;
  const about = { rule: rule.id, rule_title: title, rule_path: path, level, severity: severity(level), status: 'open' };
  const group = { entity_kind: entity.kind, entity_value: entity.value };
  const work = { owner: null, verdict: null, verdict_reason: null, suppression: null, story: null, continues: null };
  const opened = { number: changes.number++, opened: changes.now, changed: changes.now, touched: null, in_history: 1 };
  return { id, ...about, ...group, first, last: first, count: 0, datasets: '[]', ...work, ...opened };
}

async function isTaken(db: StateDb, id: string): Promise<boolean> {
  return (await db.selectFrom('alerts').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

function matchRow({ rule, object, offset, dataset, time, event, evidence }: Match, alert: string): MatchesTable {
  const named = evidence === undefined || evidence.length === 0 ? null : JSON.stringify(evidence);
  return { rule: rule.id, object, offset, dataset, time: nsText(time), event, alert, evidence: named };
}
