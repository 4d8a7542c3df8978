import { createHash } from 'node:crypto';
import type { Match } from './alerts.ts';
import { cutWindows, type Piece, windowNs } from './cut-windows.ts';
import { inChunks } from './in-chunks.ts';
import { nameWindows } from './name-windows.ts';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import { nextAlert, splitAlert } from './stored-pieces.ts';
import type { AlertsTable, MatchesTable } from './tables.ts';

/** A new match, or matches of an alert. */
interface MatchPiece extends Piece {
  readonly match: Match | null;
}

/** What is known of one rule and entity: the matches to add and the alerts around them, both oldest first. */
interface Group {
  readonly added: Match[];
  readonly alerts: AlertsTable[];
}

/** What a commit writes. */
interface Changes {
  readonly matches: MatchesTable[];
  readonly alerts: AlertsTable[];
  /** Matches that go from one alert to another: those of `from` in `[first, last]`. */
  readonly moves: { readonly from: string; readonly to: string; readonly first: string; readonly last: string }[];
  /** Alerts that have no matches any more. */
  readonly emptied: string[];
  /** Wall clock, as text. */
  readonly now: string;
  /** What the next new alert is called. */
  number: number;
}

/**
 * Adds the matches that are new and cuts the alerts around them anew (`cut-windows.ts`). An alert keeps its id and status
 * as long as it has the match that was its first: first matches are 24 hours apart, so no two come to be in one alert,
 * and none is ever lost but those that were cut otherwise once (`name-windows.ts`). Returns how many alerts were opened.
 */
export async function addMatches(db: StateDb, matches: readonly Match[], now: bigint): Promise<number> {
  const added = await newMatches(db, matches);
  if (added.length === 0) return 0;
  added.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  /** Alerts that begin before this time are read in advance. */
  const horizon = nsText(added[added.length - 1].time + windowNs);
  const number = await nextNumber(db);
  const changes: Changes = { matches: [], alerts: [], moves: [], emptied: [], now: nsText(now), number };
  let opened = 0;
  for (const group of (await groupsOf(db, added, horizon)).values())
    opened += await cutGroup(db, { ...group, horizon }, changes);
  await save(db, changes);
  return opened;
}

const matchKey = ({ rule, object, offset }: MatchesTable | Pick<MatchesTable, 'rule' | 'object' | 'offset'>): string =>
  `${rule}\0${object}\0${offset}`;
const keyOf = ({ rule, object, offset }: Match): string => matchKey({ rule: rule.id, object, offset });

/** Matches that are not stored yet, each once. A stored one stays as it was first seen. */
async function newMatches(db: StateDb, matches: readonly Match[]): Promise<Match[]> {
  const left = new Map(matches.map((match) => [keyOf(match), match]));
  const rules = [...new Set(matches.map(({ rule }) => rule.id))];
  const offsets = matches.map(({ offset }) => offset);
  const low = offsets.reduce((least, offset) => Math.min(least, offset), Number.POSITIVE_INFINITY);
  const high = offsets.reduce((most, offset) => Math.max(most, offset), 0);
  for (const some of inChunks([...new Set(matches.map(({ object }) => object))])) {
    const known = await db
      .selectFrom('matches')
      .select(['rule', 'object', 'offset'])
      .where('rule', 'in', rules)
      .where('object', 'in', some)
      .where('offset', '>=', low)
      .where('offset', '<=', high)
      .execute();
    for (const row of known) left.delete(matchKey(row));
  }
  return [...left.values()];
}

const groupKey = (rule: string, kind: string, value: string): string => `${rule}\0${kind}\0${value}`;

/** The matches by rule and entity, with the alerts they may belong to or shift. */
async function groupsOf(db: StateDb, added: readonly Match[], horizon: string): Promise<Map<string, Group>> {
  const groups = new Map<string, Group>();
  for (const match of added) {
    const key = groupKey(match.rule.id, match.entity.kind, match.entity.value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { added: [match], alerts: [] });
    else group.added.push(match);
  }
  const rules = [...new Set(added.map(({ rule }) => rule.id))];
  const earliest = added[0].time > windowNs ? added[0].time - windowNs : 0n;
  for (const some of inChunks([...new Set(added.map(({ entity }) => entity.value))])) {
    const rows = await db
      .selectFrom('alerts')
      .selectAll()
      .where('rule', 'in', rules)
      .where('entity_value', 'in', some)
      .where('first', '>', nsText(earliest))
      .where('first', '<', horizon)
      .where('count', '>', 0)
      .orderBy('first')
      .execute();
    for (const row of rows) groups.get(groupKey(row.rule, row.entity_kind, row.entity_value))?.alerts.push(row);
  }
  return groups;
}

/** Adds to `changes` what the group's new matches change. Returns how many alerts are new. */
async function cutGroup(db: StateDb, group: Group & { readonly horizon: string }, changes: Changes): Promise<number> {
  const known = new Map(group.alerts.map((row) => [row.id, row]));
  const { rule, entity } = group.added[0];
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
  const { alerts, emptied } = nameWindows(windows, (id) => known.get(id)?.status !== 'open');
  for (const [at, { pieces }] of windows.entries())
    await saveWindow(db, { pieces, known: known.get(alerts[at] ?? ''), rule, entity }, changes);
  changes.emptied.push(...emptied);
  return alerts.filter((alert) => alert === null).length;
}

function pieceOfMatch(match: Match): MatchPiece {
  const time = nsText(match.time);
  return { first: time, last: time, count: 1, datasets: [match.dataset], alert: null, founding: false, match };
}

function pieceOfAlert({ id, first, last, count, datasets }: AlertsTable): MatchPiece {
  return { first, last, count, datasets: JSON.parse(datasets), alert: id, founding: true, match: null };
}

interface Cut extends Pick<Match, 'rule' | 'entity'> {
  readonly pieces: readonly MatchPiece[];
  /** The alert that the window is, as it was; undefined for a new one. */
  readonly known: AlertsTable | undefined;
}

/** Notes the alert of a window, its new matches, and those that come to it from another. */
async function saveWindow(db: StateDb, { pieces, known, rule, entity }: Cut, changes: Changes): Promise<void> {
  if (pieces.length === 1 && pieces[0].alert === known?.id && pieces[0].count === known?.count) return;
  const base = known ?? (await newAlert(db, { rule, entity, first: pieces[0].first }, changes));
  changes.alerts.push({
    ...base,
    changed: changes.now,
    first: pieces[0].first,
    last: pieces.reduce((last, piece) => (piece.last > last ? piece.last : last), ''),
    count: pieces.reduce((count, piece) => count + piece.count, 0),
    datasets: JSON.stringify([...new Set(pieces.flatMap(({ datasets }) => datasets))].sort()),
  });
  for (const { match, alert, first, last } of pieces)
    if (match !== null) changes.matches.push(matchRow(match, base.id));
    else if (alert !== null && alert !== base.id) changes.moves.push({ from: alert, to: base.id, first, last });
}

interface NewAlert extends Pick<Match, 'rule' | 'entity'> {
  readonly first: string;
}

/** A new alert is named after rule, entity and first match; one that has this name already may have gained earlier ones. */
async function newAlert(db: StateDb, { rule, entity, first }: NewAlert, changes: Changes): Promise<AlertsTable> {
  let id = '';
  for (let attempt = 0; attempt === 0 || (await isTaken(db, id)); attempt++) {
    const name = [rule.id, entity.kind, entity.value, first, ...(attempt === 0 ? [] : [attempt])].join('\0');
    id = createHash('sha256').update(name).digest('hex').slice(0, 12);
  }
  const { title, path, level } = rule;
  const about = { rule: rule.id, rule_title: title, rule_path: path, level, status: 'open' };
  const group = { entity_kind: entity.kind, entity_value: entity.value };
  const work = { owner: null, verdict: null, verdict_reason: null, suppression: null, story: null, continues: null };
  const opened = { number: changes.number++, opened: changes.now, changed: changes.now, in_history: 1 };
  return { id, ...about, ...group, first, last: first, count: 0, datasets: '[]', ...work, ...opened };
}

async function nextNumber(db: StateDb): Promise<number> {
  const { most } = await db
    .selectFrom('alerts')
    .select(({ fn }) => fn.max('number').as('most'))
    .executeTakeFirstOrThrow();
  return (most ?? 0) + 1;
}

async function isTaken(db: StateDb, id: string): Promise<boolean> {
  return (await db.selectFrom('alerts').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

function matchRow({ rule, object, offset, dataset, time, event }: Match, alert: string): MatchesTable {
  return { rule: rule.id, object, offset, dataset, time: nsText(time), event, alert };
}

async function save(db: StateDb, { matches, alerts, moves, emptied }: Changes): Promise<void> {
  for (const { from, to, first, last } of moves)
    await db
      .updateTable('matches')
      .set({ alert: to })
      .where('alert', '=', from)
      .where('time', '>=', first)
      .where('time', '<=', last)
      .execute();
  for (const some of inChunks(matches)) await db.insertInto('matches').values(some).execute();
  for (const some of inChunks(alerts))
    await db
      .insertInto('alerts')
      .values(some)
      .onConflict((oc) =>
        oc.column('id').doUpdateSet((eb) => ({
          first: eb.ref('excluded.first'),
          last: eb.ref('excluded.last'),
          count: eb.ref('excluded.count'),
          datasets: eb.ref('excluded.datasets'),
          changed: eb.ref('excluded.changed'),
        })),
      )
      .execute();
  for (const some of inChunks(emptied)) await dropEmptied(db, some);
}

/** What a person has done with an alert stays, also when it has no matches any more. */
async function dropEmptied(db: StateDb, alerts: readonly string[]): Promise<void> {
  await db.deleteFrom('alerts').where('id', 'in', alerts).where('status', '=', 'open').execute();
  await db.updateTable('alerts').set({ count: 0, datasets: '[]' }).where('id', 'in', alerts).execute();
}
