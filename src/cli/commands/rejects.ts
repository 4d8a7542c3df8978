import type { Command } from 'commander';
import { rejectDataset } from '../../core/batch/reject-batch.ts';
import { harmless } from '../../core/harmless/harmless.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import { all } from '../../core/query/ast.ts';
import { formatTime } from '../../core/time/rfc3339.ts';
import { type OpenData, openData } from '../../pipeline/open-data.ts';
import { formatTable } from '../output/table.ts';
import { terminalWidth } from '../output/terminal-width.ts';
import { settingsOf } from '../settings.ts';
import { showLoad } from './load.ts';
import { rawJson } from './normalize.ts';

/** Why records did not become events, how many, and one of them. */
interface RejectCause {
  readonly code: string;
  readonly logType: string;
  readonly count: number;
  readonly first: string;
  readonly last: string;
  readonly example: RejectExample | null;
}

interface RejectExample {
  readonly object: string;
  /** First byte of the record in the decompressed object. */
  readonly offset: number;
  readonly message: string;
  /** The record's first bytes, as text or, where they are none, in Base64. */
  readonly raw?: string;
  readonly rawBase64?: string;
}

export function addRejects(program: Command): void {
  const rejects = program.command('rejects').description('records that did not become events');
  rejects
    .command('list', { isDefault: true })
    .description('a line a cause, with an example')
    .action(async (_flags, command: Command) => {
      const { config, json } = settingsOf(command);
      const data = await openData(config, { write: false });
      try {
        const causes = await rejectCauses(data);
        process.stdout.write(json ? causes.map(jsonLine).join('') : toTable(causes));
        if (!json && causes.length > 0)
          process.stderr.write('\nWhen the mapping is mended, kushi rejects replay reads their objects anew.\n');
      } finally {
        await data.close();
      }
    });
  rejects
    .command('replay')
    .description('read the objects with rejects anew, with the mappings of now')
    .action(async (_flags, command: Command) => showLoad({ kind: 'replay' }, command));
}

async function rejectCauses(data: OpenData): Promise<RejectCause[]> {
  const by = ['kushi.reject.code', 'kushi.reject.log_type'];
  const buckets = await data.engine.aggregate(all, data.snapshot, { datasets: [rejectDataset], by });
  return Promise.all(
    buckets.map(async ({ key: [code, logType], count, first, last }) => ({
      code: code ?? '',
      logType: logType ?? '',
      count,
      first: formatTime(first),
      last: formatTime(last),
      example: await example(data, code ?? '', logType ?? ''),
    })),
  );
}

async function example(data: OpenData, code: string, logType: string): Promise<RejectExample | null> {
  const equals = (field: string, value: string) => ({
    kind: 'test' as const,
    field,
    test: { op: 'equals' as const, value, cased: true },
  });
  const query = {
    kind: 'and' as const,
    of: [equals('kushi.reject.code', code), equals('kushi.reject.log_type', logType)],
  };
  for await (const { object, offset, fields } of data.engine.search(query, data.snapshot, {
    datasets: [rejectDataset],
    limit: 1,
  })) {
    const raw = fields['kushi.raw'];
    const bytes = typeof raw === 'string' ? Buffer.from(raw, 'base64') : new Uint8Array(0);
    const name = await data.db.selectFrom('objects').select('name').where('id', '=', object).executeTakeFirst();
    return {
      object: name?.name ?? object,
      offset,
      message: String(fields['kushi.reject.message'] ?? ''),
      ...rawJson(bytes.subarray(0, 400)),
    };
  }
  return null;
}

function toTable(causes: readonly RejectCause[]): string {
  if (causes.length === 0) return 'No rejects.\n';
  const table = formatTable(
    [
      { title: 'CODE' },
      { title: 'LOG TYPE' },
      { title: 'COUNT', right: true },
      { title: 'READ FROM (UTC)' },
      { title: 'TO' },
    ],
    causes.map(({ code, logType, count, first, last }) => [
      code,
      logType || null,
      count,
      ...[first, last].map((time) => time.slice(0, 19).replace('T', ' ')),
    ]),
  );
  return [table, ...causes.map(exampleText)].join('\n');
}

/** Place and bytes of one record, below the reason. */
function exampleText({ code, logType, example }: RejectCause): string {
  if (example === null) return '';
  const { object, offset, message, raw, rawBase64 } = example;
  const place = `${harmless(object)}, byte ${offset.toLocaleString('en-US')}`;
  const record = raw ?? `Base64 ${rawBase64}`;
  return `${[code, logType].filter(Boolean).join(' of ')}: ${harmless(message)}\n  ${place}\n  ${harmless(record, { most: terminalWidth() - 2 })}\n`;
}
