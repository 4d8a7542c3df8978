import { resolve } from 'node:path';
import type { Config } from '../config/schema.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import { type LedgerLine, ledgerLines } from '../state/ledger.ts';
import { nsOf } from '../state/ns.ts';
import type { StateDb } from '../state/open-state.ts';
import type { Question } from './question.ts';
import { pacesOf } from './sources/pace.ts';

export interface ListSourcesInput {
  /** First and last UTC day of offers, both included; all when absent. */
  readonly fromDay?: string | undefined;
  readonly toDay?: string | undefined;
}

export type EquationSums = Pick<LedgerLine, 'objects' | 'records'>;

export interface SourceJson extends EquationSums {
  /** As the ledger knows it. */
  readonly source: string;
  /** Its name in kushi.yml; null for what was loaded by path. */
  readonly name: string | null;
  readonly days: readonly LedgerLine[];
  readonly logTypes: readonly string[];
  readonly lastObject: { readonly name: string; readonly written: string } | null;
}

export interface Sources {
  readonly total: EquationSums;
  readonly sources: readonly SourceJson[];
  readonly logTypes: readonly {
    readonly dataset: string;
    readonly lastEvent: string;
    /** From the last event to now. */
    readonly behindSeconds: number;
    readonly usualPerHour: number | null;
    readonly missedHours: number;
    readonly state: 'ok' | 'silent' | 'unknown';
  }[];
}

/** Both equations of every source and day, and how its log types come. */
export const listSources: Question<ListSourcesInput, Sources> = async ({ fromDay, toDay }, context) => {
  const { db, config, engine, snapshot, now } = context;
  const lines = (await ledgerLines(db)).filter(
    ({ day }) => (fromDay === undefined || day >= fromDay) && (toDay === undefined || day <= toDay),
  );
  const known = await knownOfSources(db);
  const names = [...new Set(lines.map(({ source }) => source))];
  const paces = await pacesOf(engine, snapshot, now);
  return {
    total: sumOf(lines),
    sources: names.map((source) => {
      const days = lines.filter((line) => line.source === source);
      const { logTypes = [], last = null } = known.get(source) ?? {};
      return { source, name: nameOf(source, config), ...sumOf(days), days, logTypes, lastObject: last };
    }),
    logTypes: paces.map(({ last, ...pace }) => ({
      ...pace,
      lastEvent: formatTime(last),
      behindSeconds: Math.max(0, Number((now - last) / 1_000_000n) / 1000),
    })),
  };
};

/** Sums of lines, term by term. */
export function sumOf(lines: readonly LedgerLine[]): EquationSums {
  const objects = { offered: 0, loaded: 0, known: 0, refused: 0, skipped: 0, waiting: 0 };
  const records = { read: 0, events: 0, rejects: 0, filtered: 0, expired: 0 };
  for (const line of lines) {
    for (const term of Object.keys(objects) as (keyof typeof objects)[]) objects[term] += line.objects[term];
    for (const term of Object.keys(records) as (keyof typeof records)[]) records[term] += line.records[term];
  }
  return { objects, records };
}

/** The ledger knows sources by their places: `file:/path`, `s3://bucket/prefix`. */
function nameOf(source: string, { sources }: Config): string | null {
  const found = Object.entries(sources).find(
    ([, { location }]) => source === location || source === `file:${resolve(location)}`,
  );
  return found?.[0] ?? null;
}

interface Known {
  readonly logTypes: readonly string[];
  readonly last: SourceJson['lastObject'];
}

async function knownOfSources(db: StateDb): Promise<Map<string, Known>> {
  const types = await db
    .selectFrom('objects')
    .select(['source', 'log_type'])
    .where('log_type', 'is not', null)
    .groupBy(['source', 'log_type'])
    .orderBy('log_type')
    .execute();
  // SQLite gives the other columns of the row that has the maximum: https://sqlite.org/lang_select.html#bareagg
  const newest = await db
    .selectFrom('objects')
    .select((eb) => ['source', 'name', eb.fn.max('time').as('time')])
    .groupBy('source')
    .execute();
  return new Map(
    newest.map(({ source, name, time }) => [
      source,
      {
        logTypes: types.flatMap((row) => (row.source === source && row.log_type !== null ? [row.log_type] : [])),
        last: { name, written: formatTime(nsOf(time)) },
      },
    ]),
  );
}
