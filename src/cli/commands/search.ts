import type { Command } from 'commander';
import { rejectDataset } from '../../core/batch/reject-batch.ts';
import { KushiError } from '../../core/error/error.ts';
import { formatDocument, toDocument } from '../../core/event/document.ts';
import type { FieldValue } from '../../core/event/field-value.ts';
import { harmless } from '../../core/harmless/harmless.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import type { Query } from '../../core/query/ast.ts';
import { parseZonedTime } from '../../core/time/parse-zoned-time.ts';
import { formatTime } from '../../core/time/rfc3339.ts';
import type { EventRow, SearchOptions } from '../../engines/engine.ts';
import { clock } from '../../pipeline/clock.ts';
import { type OpenData, openData } from '../../pipeline/open-data.ts';
import { parseSearch } from '../../pipeline/parse-search.ts';
import { settingsOf } from '../settings.ts';

interface SearchFlags {
  readonly from?: string;
  readonly to?: string;
  readonly tz: string;
  readonly limit: string;
  readonly count?: boolean;
  readonly fields?: string;
  readonly rejects?: boolean;
}

export function addSearch(program: Command): void {
  program
    .command('search')
    .description('events that a KQL query finds, newest first')
    .argument('[kql]', 'such as: source.ip: 203.0.113.0/24 and event.outcome: failure', '')
    .option('--from <time>', 'first time, RFC 3339 or -24h')
    .option('--to <time>', 'first time after the range')
    .option('--tz <zone>', 'zone of times without one', 'UTC')
    .option('--limit <n>', 'most events; 0 for all', '100')
    .option('--count', 'only their number')
    .option('--rejects', 'look into the rejects instead of the events')
    .option('--fields <names>', 'only these fields, comma-separated')
    .action(async (kql: string, flags: SearchFlags, command: Command) => {
      const { config, json } = settingsOf(command);
      const now = clock();
      const data = await openData(config, { write: false });
      try {
        const query = parseSearch(kql, data.content, now);
        const options = { ...searchOptions(flags, now), datasets: datasetsOf(data, flags.rejects === true) };
        if (flags.count) await printCount(data, { query, options, json });
        else await printEvents(data, { query, options, json });
      } finally {
        await data.close();
      }
    });
}

function searchOptions(flags: SearchFlags, now: bigint): SearchOptions {
  const limit = Number(flags.limit);
  if (!Number.isInteger(limit) || limit < 0)
    throw new KushiError('USAGE', `--limit takes a whole number, not ${flags.limit}.`);
  return {
    ...(flags.from === undefined ? {} : { from: parseZonedTime(flags.from, now, flags.tz) }),
    ...(flags.to === undefined ? {} : { to: parseZonedTime(flags.to, now, flags.tz) }),
    ...(limit === 0 ? {} : { limit }),
    ...(flags.fields === undefined ? {} : { fields: flags.fields.split(',').map((name) => name.trim()) }),
  };
}

/** Events and rejects are stored alike; a search is for the one or the other. */
function datasetsOf({ snapshot }: OpenData, rejects: boolean): readonly string[] {
  const stored = new Set(snapshot.segments.map(({ dataset }) => dataset));
  return rejects ? [rejectDataset] : [...stored].filter((dataset) => dataset !== rejectDataset);
}

interface Asked {
  readonly query: Query;
  readonly options: SearchOptions;
  readonly json: boolean;
}

async function printCount(data: OpenData, { query, options, json }: Asked): Promise<void> {
  const count = await data.engine.count(query, data.snapshot, options);
  process.stdout.write(json ? jsonLine({ count }) : `${count.toLocaleString('en-US')}\n`);
}

async function printEvents(data: OpenData, { query, options, json }: Asked): Promise<void> {
  const { limit } = options;
  let shown = 0;
  let more = false;
  const wanted = limit === undefined ? options : { ...options, limit: limit + 1 };
  for await (const row of data.engine.search(query, data.snapshot, wanted)) {
    if (limit !== undefined && shown === limit) {
      more = true;
      break;
    }
    shown++;
    const line = json
      ? `${formatDocument(toDocument(row, data.content.vendorTypes))}\n`
      : `${eventLine(row, options.fields)}\n`;
    if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  if (shown === 0 && !json) process.stderr.write('No events.\n');
  if (more) process.stderr.write(`There are more than ${limit}; --limit 0 shows all.\n`);
}

/** Widths of the columns of an event, whose rows stream; a longer value moves its row. */
const columnWidths = [20, 14, 26, 7, 20, 0];

/** What a person reads first: when, what kind, who, from where, what, and how it ended; or the fields asked for. */
function eventLine({ time, dataset, fields }: EventRow, asked?: readonly string[]): string {
  if (asked !== undefined) {
    const values = asked.map((name) => `${name}=${fieldText(fields[name])}`);
    return [formatTime(time), dataset.padEnd(14), ...values].map((part) => harmless(part)).join('  ');
  }
  const who = fields['user.name'] ?? fields['aws.principal_arn'] ?? '-';
  const from = fields['source.ip'] ?? fields['source.address'] ?? '-';
  const what = fields['event.action'] ?? fields['url.path'] ?? '-';
  const parts = [formatTime(time), dataset, what, fields['event.outcome'] ?? '', who, from];
  return parts
    .map((part, index) => harmless(String(part)).padEnd(columnWidths[index]))
    .join('  ')
    .trimEnd();
}

function fieldText(value: FieldValue | undefined): string {
  if (value === undefined) return '-';
  return typeof value === 'object' ? value.join(',') : String(value);
}
