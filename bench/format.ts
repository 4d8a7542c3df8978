import { type Around, type Measured, unitOf } from './measure.ts';
import type { PartReport, Section } from './part.ts';
import type { Verdict } from './targets.ts';

export interface BenchReport {
  readonly machine: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly parts: readonly PartReport[];
  readonly targets: readonly Verdict[];
}

/** The report as Markdown, for docs/benchmarks.md. */
export function formatReport({ machine, parts, targets }: BenchReport): string {
  return `${[machine, ...parts.map(formatPart), formatTargets(targets)].join('\n\n')}\n`;
}

function formatPart({ part, title, sections, facts, memory }: PartReport): string {
  const all: readonly [string, number | string][] = [...Object.entries(facts), ['memoryBytes', memory]];
  const numbers = all.map(([name, value]) => `- ${name.replace(/Bytes$/, '')}: ${formatFact(name, value)}`);
  return [`## ${part}: ${title}`, ...sections.map(formatSection), numbers.join('\n')].join('\n\n');
}

function formatFact(name: string, value: number | string): string {
  if (typeof value === 'string') return value;
  if (name.endsWith('Bytes')) return `${(value / 1e6).toFixed(1)} MB`;
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

function formatSection({ title, measured }: Section): string {
  const hasFloor = measured.some(({ ofFloor }) => ofFloor !== null);
  const last = hasFloor ? '× floor' : 'found';
  return [
    `| ${title} | CPU | spread | wall | spread | first run | ${last} |`,
    '|---|---:|---:|---:|---:|---:|---:|',
    ...measured.map(formatRow),
  ].join('\n');
}

function formatRow({ name, per, cpu, wall, first, ofFloor, found }: Measured): string {
  const cells = [
    name,
    `${cpu.median.toFixed(2)} ${unitOf(per)}`,
    spread(cpu),
    wall.median.toFixed(2),
    spread(wall),
    first.toFixed(2),
    ofFloor === null ? String(found) : `${ofFloor.median.toFixed(2)} ${spread(ofFloor)}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const spread = ({ spread: part }: Around) => `±${(100 * part).toFixed(0)} %`;

function formatTargets(targets: readonly Verdict[]): string {
  const met = (isMet: boolean | null) => (isMet === null ? 'not shown' : isMet ? 'yes' : 'no');
  return [
    '| target | measured | met |',
    '|---|---:|---|',
    ...targets.map(({ target, measured, isMet }) => `| ${target} | ${measured ?? 'not run'} | ${met(isMet)} |`),
  ].join('\n');
}
