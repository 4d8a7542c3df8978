import { spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type CorpusKind, corpusKinds } from '../demo/generate-corpus.ts';
import { formatReport } from './format.ts';
import { type PartOptions, type PartReport, parts } from './part.ts';
import { verdicts } from './targets.ts';

/** Runs the parts of the bench, each in a process of its own so that its memory is its own, and says what came out. */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    part: { type: 'string', multiple: true, default: [] },
    events: { type: 'string', default: '1000000' },
    records: { type: 'string', default: '120000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '60' },
    only: { type: 'string', multiple: true, default: [] },
    stage: { type: 'string', multiple: true, default: [] },
  },
});

const chosenParts = chosen('part', parts, values.part);
const kinds = chosen('corpus', corpusKinds, values.only);
const options: Omit<PartOptions, 'kind'> = {
  root: fileURLToPath(new URL('../..', import.meta.url)),
  rounds: whole('rounds', values.rounds),
  events: whole('events', values.events),
  records: whole('records', values.records),
  seconds: whole('seconds', values.seconds),
  stages: values.stage,
};

/** Those named, or all; ends the process when one is not known. */
function chosen<T extends string>(what: string, all: readonly T[], names: readonly string[]): readonly T[] {
  const unknown = names.find((name) => !all.some((one) => one === name));
  if (unknown !== undefined) fail(`There is no ${what} "${unknown}"; there are ${all.join(', ')}.`);
  return names.length === 0 ? all : all.filter((one) => names.includes(one));
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) fail(`--${name} is a whole number of at least 1, not "${text}".`);
  return value;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

/** Runs a bundled script and returns what it wrote. */
function run(script: string, kind: CorpusKind = 'cloudtrail-compact'): string {
  const path = fileURLToPath(new URL(`./${script}.mjs`, import.meta.url));
  const told: PartOptions = { ...options, kind };
  const { status, stdout } = spawnSync(process.execPath, [...process.execArgv, path, JSON.stringify(told)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (status !== 0) process.exit(status ?? 1);
  return stdout.toString();
}

const reports: PartReport[] = [];
for (const part of chosenParts) {
  if (part === 'ingest') for (const kind of kinds) reports.push(JSON.parse(run(part, kind)));
  else {
    if (part !== 'server') run('build-folder');
    reports.push(JSON.parse(run(part)));
  }
}
const { root: _, ...asked } = options;
const report = {
  machine: `${cpus()[0].model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
  options: asked,
  parts: reports,
  targets: verdicts(reports, options.events),
};
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : formatReport(report));
