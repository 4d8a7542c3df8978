import { type AlertChanges, noChanges } from './alert-changes.ts';
import type { Match } from './alerts.ts';
import { cutGroup, type Group } from './cut-group.ts';
import { windowNs } from './cut-windows.ts';
import { inChunks } from './in-chunks.ts';
import { nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import { nextNumber, saveChanges } from './save-changes.ts';
import { noteUnlinked } from './stories.ts';
import { coveringSuppressions } from './suppressions.ts';
import type { AlertsTable, MatchesTable } from './tables.ts';

export interface AddOptions {
  /** Wall clock, nanoseconds. */
  readonly now: bigint;
  /** Matches of events younger than this page people, nanoseconds; 24 hours when absent. */
  readonly pageWithin?: bigint;
}

const usualPageWithin = 24n * 3600n * 1_000_000_000n;

/** What new matches did. */
export interface AddedMatches {
  /** How many alerts were opened. */
  readonly opened: number;
  /** Ids of alerts that were opened or changed. */
  readonly alerts: readonly string[];
  /** Ids of those that people are to be told of. */
  readonly noticed: readonly string[];
}

/**
 * Adds the matches that are new and cuts the alerts around them anew (`cut-windows.ts`). An alert keeps its id and status
 * as long as it has the match that was its first: first matches are 24 hours apart, so no two come to be in one alert,
 * and none is ever lost but those that were cut otherwise once (`name-windows.ts`). A closed alert stays as it is: what
 * comes into its 24 hours later opens one that goes on from it. Young matches make a notice for each alert they come to.
 */
export async function addMatches(
  db: StateDb,
  matches: readonly Match[],
  { now, pageWithin = usualPageWithin }: AddOptions,
): Promise<AddedMatches> {
  const added = await newMatches(db, matches);
  if (added.length === 0) return { opened: 0, alerts: [], noticed: [] };
  added.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const changes = noChanges({
    now: nsText(now),
    young: nsText(now > pageWithin ? now - pageWithin + 1n : 0n),
    covering: await coveringSuppressions(db, [...new Set(added.map(({ rule }) => rule.id))], now),
    number: await nextNumber(db),
  });
  for (const group of await groupsOf(db, added)) await cutGroup(db, group, changes);
  await saveChanges(db, changes);
  await noteUnlinked(db, changes.now);
  return told(changes);
}

function told({ opened, alerts, notices }: AlertChanges): AddedMatches {
  return { opened, alerts: alerts.map(({ id }) => id), noticed: [...notices.keys()] };
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

type OpenGroup = Group & { readonly added: Match[]; readonly alerts: AlertsTable[]; readonly closed: AlertsTable[] };

/** The matches by rule and entity, with the alerts they may belong to or shift. */
async function groupsOf(db: StateDb, added: readonly Match[]): Promise<OpenGroup[]> {
  const horizon = nsText(added[added.length - 1].time + windowNs);
  const groups = new Map<string, OpenGroup>();
  for (const match of added) {
    const { rule, entity } = match;
    const key = groupKey(rule.id, entity.kind, entity.value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { rule, entity, added: [match], alerts: [], closed: [], horizon });
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
    for (const row of rows) {
      const group = groups.get(groupKey(row.rule, row.entity_kind, row.entity_value));
      (row.status === 'closed' ? group?.closed : group?.alerts)?.push(row);
    }
  }
  return [...groups.values()];
}
