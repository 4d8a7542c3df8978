import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { Config } from '../../config/schema.ts';
import { harmless } from '../../core/harmless/harmless.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import { didYouMean } from '../../core/mapping/nearest.ts';
import { fanIn } from '../../pipeline/compact.ts';
import { type OpenData, openData } from '../../pipeline/open-data.ts';
import { listInvalidFields } from '../../state/invalid-fields.ts';
import { ledgerLines } from '../../state/ledger.ts';
import { liveEvents } from '../../state/live-events.ts';
import { refusedObjects } from '../../state/refused-objects.ts';
import { settingsOf } from '../settings.ts';

/** One thing that was looked at. */
interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly message: string;
}

/** More than this share of rejects, or of values that did not fit, is a fault of the mapping, not of single records. */
const faultShare = 0.01;

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('look for what is wrong with the installation, the content and the data, and say how to mend it')
    .action(async (_flags, command: Command) => {
      const { config, json } = settingsOf(command);
      const data = await openData(config, { write: false });
      try {
        const findings = [
          configFinding(config, data),
          ...contentFindings(data),
          ...(await ledgerFindings(data)),
          ...(await fieldFindings(data)),
          ...segmentFindings(data),
        ];
        process.stdout.write(findings.map((finding) => (json ? jsonLine(finding) : textLine(finding))).join(''));
        process.exitCode = findings.every(({ ok }) => ok) ? 0 : 1;
      } finally {
        await data.close();
      }
    });
}

function textLine({ check, ok, message }: Finding): string {
  return `${ok ? 'ok  ' : 'FIX '} ${check}: ${harmless(message)}\n`;
}

/** What kushi.yml names must be there: log types of sources and of retention, files and folders. */
function configFinding(config: Config, { content }: OpenData): Finding {
  const types = [...content.logTypes.keys()];
  const unknown = (where: string, type: string) =>
    types.includes(type) ? [] : [`${where}: there is no log type ${type}.${didYouMean(type, types)}`];
  const missing = (where: string, path: string) => (existsSync(path) ? [] : [`${where}: there is no ${path}`]);
  const faults = [
    ...Object.entries(config.sources).flatMap(([name, { location, type }]) => [
      ...(type === undefined ? [] : unknown(`sources.${name}.type`, type)),
      ...(location.startsWith('/') ? missing(`sources.${name}.location`, location) : []),
    ]),
    ...Object.keys(config.retention).flatMap((type) => (type === 'default' ? [] : unknown('retention', type))),
    ...Object.entries(config.geo).flatMap(([name, path]) => (path ? missing(`geo.${name}`, path) : [])),
  ];
  return {
    check: 'configuration',
    ok: faults.length === 0,
    message: faults.length === 0 ? 'all it names is there' : faults.join('; '),
  };
}

function contentFindings({ content }: OpenData): Finding[] {
  const errors = content.problems.filter(({ severity }) => severity === 'error');
  const refused = content.rules.listing.filter(({ status }) => status === 'refused');
  const types: Finding =
    errors.length === 0
      ? { check: 'log types', ok: true, message: `${content.logTypes.size} loaded` }
      : { check: 'log types', ok: false, message: `mistakes: ${errors.length}; kushi logtypes list shows them` };
  const rules: Finding =
    refused.length === 0
      ? { check: 'rules', ok: true, message: `${content.rules.rules.length} loaded` }
      : { check: 'rules', ok: false, message: `${refused.length} refused; kushi rules list says why` };
  return [types, rules];
}

async function ledgerFindings({ db }: OpenData): Promise<Finding[]> {
  const lines = await ledgerLines(db);
  const waiting = lines.reduce((sum, { objects }) => sum + objects.waiting, 0);
  const refused = lines.reduce((sum, { objects }) => sum + objects.refused, 0);
  const [example] = refused === 0 ? [] : await refusedObjects(db, 1);
  const read = lines.reduce((sum, { records }) => sum + records.read, 0);
  const rejects = lines.reduce((sum, { records }) => sum + records.rejects, 0);
  const unequal = lines.filter(
    ({ objects: o, records: r }) =>
      o.offered !== o.loaded + o.known + o.refused + o.skipped + o.waiting ||
      r.read !== r.events + r.rejects + r.filtered,
  );
  return [
    {
      check: 'equations',
      ok: unequal.length === 0,
      message:
        unequal.length === 0
          ? 'both hold for every source and day'
          : `they fail for ${unequal.map(({ source, day }) => `${source} ${day}`).join(', ')}`,
    },
    {
      check: 'waiting objects',
      ok: waiting === 0,
      message: waiting === 0 ? 'none' : `${waiting}; run kushi load on their source again`,
    },
    {
      check: 'refused objects',
      ok: refused === 0,
      message: example === undefined ? 'none' : `${refused}, such as ${example.name}: ${example.reason}`,
    },
    {
      check: 'rejects',
      ok: rejects <= faultShare * read,
      message:
        rejects === 0
          ? 'none'
          : `${rejects.toLocaleString('en-US')} of ${read.toLocaleString('en-US')} records; kushi rejects list says why`,
    },
  ];
}

async function fieldFindings({ db }: OpenData): Promise<Finding[]> {
  const invalid = await listInvalidFields(db);
  const events = await liveEvents(db);
  return invalid
    .filter(({ logType, count }) => count > faultShare * (events.get(logType) ?? 0))
    .map(({ logType, field, count, example }) => ({
      check: 'values that do not fit',
      ok: false,
      message: `${count} values of ${field} in ${logType}, such as "${example}"; the mapping should read them another way`,
    }));
}

function segmentFindings({ snapshot }: OpenData): Finding[] {
  const counts = new Map<string, number>();
  for (const { dataset, day } of snapshot.segments)
    counts.set(`${dataset} ${day}`, (counts.get(`${dataset} ${day}`) ?? 0) + 1);
  const many = [...counts].filter(([, count]) => count > 3 * fanIn - 2);
  return [
    {
      check: 'segments',
      ok: many.length === 0,
      message:
        many.length === 0
          ? `${snapshot.segments.length} in ${counts.size} days of datasets`
          : `too many on ${many.map(([day]) => day).join(', ')}; the next load merges them`,
    },
  ];
}
