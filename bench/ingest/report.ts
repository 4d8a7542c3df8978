import { type Measured, median, spread } from './measure.ts';
import type { Stored } from './whole.ts';

export interface CorpusReport {
  readonly kind: string;
  readonly records: number;
  /** Bytes of text before and after gzip. */
  readonly bytes: number;
  readonly compressed: number;
  readonly measured: readonly Measured[];
  readonly disk: Disk | null;
  /** Most memory the process had so far, bytes. */
  readonly rss: number;
}

interface Disk {
  readonly fresh: Stored;
  readonly compacted: Stored;
  /** Microseconds a record to merge all days. */
  readonly compaction: { readonly cpu: number; readonly wall: number };
}

export interface Report {
  readonly machine: string;
  readonly corpora: CorpusReport[];
}

export function formatReport({ machine, corpora }: Report): string {
  return [machine, ...corpora.map(formatCorpus)].join('\n\n').concat('\n');
}

function formatCorpus({ kind, records, bytes, compressed, measured, disk, rss }: CorpusReport): string {
  const perRecord = (value: number) => Math.round(value / records);
  return [
    `${kind}: ${records} records of ${perRecord(bytes)} bytes, ${perRecord(compressed)} in gzip`,
    '',
    '| stage | CPU us a record | spread | wall | of the floor |',
    '|---|---|---|---|---|',
    ...measured.map(formatStage),
    ...(disk === null ? [] : formatDisk(disk, bytes)),
    '',
    `Most memory so far: ${Math.round(rss / 2 ** 20)} MB`,
  ].join('\n');
}

function formatStage({ name, samples }: Measured): string {
  const [cpu, wall, ofFloor] = (['cpu', 'wall', 'ofFloor'] as const).map((part) => samples.map((one) => one[part]));
  const cells = [
    name,
    median(cpu).toFixed(2),
    `±${percent(spread(cpu))}`,
    median(wall).toFixed(2),
    percent(median(ofFloor)),
  ];
  return `| ${cells.join(' | ')} |`;
}

function formatDisk({ fresh, compacted, compaction }: Disk, bytes: number): string[] {
  const line = (name: string, { segments, segmentBytes, entityBytes }: Stored) =>
    `${name}: ${segments} segments, ${percent(segmentBytes / bytes, 1)} of the text; entity index ${percent(entityBytes / segmentBytes, 1)} of that`;
  return [
    '',
    line('Fresh', fresh),
    line('Compacted', compacted),
    `Compaction: ${compaction.cpu.toFixed(2)} us a record (wall ${compaction.wall.toFixed(2)})`,
  ];
}

function percent(part: number, digits = 0): string {
  return `${(100 * part).toFixed(digits)} %`;
}
