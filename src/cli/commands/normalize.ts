import type { Command } from 'commander';
import type { Reject } from '../../core/error/reject.ts';
import { batchRow } from '../../core/event/batch-row.ts';
import { formatDocument, toDocument, type VendorTypes } from '../../core/event/document.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import { rawJson } from '../../core/json/raw-json.ts';
import { loadContent } from '../../pipeline/content.ts';
import type { Sealed } from '../../pipeline/lane.ts';
import { warn } from '../../pipeline/open-data.ts';
import { packageRoot } from '../../pipeline/package-root.ts';
import { readLocations } from '../read-locations.ts';
import { settingsOf } from '../settings.ts';
import { stopSignal } from '../stop-signal.ts';

export function addNormalize(program: Command): void {
  program
    .command('normalize')
    .description('print the ECS events that records become, one JSON document a line; stores nothing')
    .argument('<path...>', 'paths, s3://bucket/prefix, or - for stdin')
    .option('--type <id>', 'log type of everything read; otherwise found by key and content')
    .action(async (paths: string[], flags: { type?: string }, command: Command) => {
      const { config } = settingsOf(command);
      const content = loadContent({ config, root: packageRoot() });
      warn(content);
      const refused = await readLocations(paths, {
        config,
        content,
        type: flags.type,
        signal: stopSignal(),
        take: async (sealed) => {
          for (const line of linesOf(sealed, content.vendorTypes))
            if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve));
        },
      });
      process.exitCode = refused > 0 ? 3 : 0;
    });
}

/** Events and rejects of a batch in the order of their records. */
export function* linesOf(
  { batch, rejects }: Pick<Sealed, 'batch' | 'rejects'>,
  vendorTypes: VendorTypes,
): Iterable<string> {
  const ordered = [...rejects].sort((a, b) => a.object - b.object || a.offset - b.offset);
  let next = 0;
  for (let row = 0; row < batch.rows; row++) {
    for (; next < ordered.length && isBefore(ordered[next], batch.object[row], batch.offset[row]); next++)
      yield rejectLine(ordered[next], batch.objects[ordered[next].object].name);
    yield `${formatDocument(toDocument(batchRow(batch, row), vendorTypes))}\n`;
  }
  for (; next < ordered.length; next++) yield rejectLine(ordered[next], batch.objects[ordered[next].object].name);
}

function isBefore(reject: Reject, object: number, offset: number): boolean {
  return reject.object < object || (reject.object === object && reject.offset < offset);
}

function rejectLine({ code, message, offset, length, path, raw, truncated }: Reject, object: string): string {
  const bytes = rawJson(raw, (some) => Buffer.from(some).toString('base64'));
  return jsonLine({ reject: { code, message, object, offset, length, path, ...bytes, truncated } });
}
