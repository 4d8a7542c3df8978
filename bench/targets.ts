import type { Measured } from './measure.ts';
import type { PartReport } from './part.ts';

export interface Verdict {
  readonly target: string;
  /** Null where this run did not measure it. */
  readonly measured: string | null;
  /** Null where this run cannot say. */
  readonly isMet: boolean | null;
}

interface Limit {
  readonly target: string;
  readonly value: number | null;
  readonly least?: number;
  readonly most?: number;
  readonly text?: (value: number) => string;
}

/** Events of the target for timelines; fewer can miss it, but not show that it is met. */
const timelineEvents = 10_000_000;

const factor = (value: number) => `${value.toFixed(2)} ×`;
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
const milliseconds = (value: number) => `${value.toFixed(2)} ms`;

/** The targets of docs/benchmarks.md, and whether these reports meet them. */
export function verdicts(reports: readonly PartReport[], events: number): readonly Verdict[] {
  const limits = reports.flatMap((report) => {
    if (report.part === 'ingest') return [...ofLoading(report), ofWorkers(report), ...ofDisk(report)];
    if (report.part === 'storage') return ofOpening(report);
    if (report.part === 'server') return ofServer(report);
    return [];
  });
  const timelines = reports.filter(({ part }) => part === 'timeline').map((report) => ofTimeline(report, events));
  const hugeObject = { target: 'a 5 GB object in less than 512 MB', measured: null, isMet: null };
  return [...limits.map(judge), ...timelines, hugeObject];
}

function judge({ target, value, least = -Infinity, most = Infinity, text = factor }: Limit): Verdict {
  if (value === null) return { target, measured: null, isMet: null };
  return { target, measured: text(value), isMet: value >= least && value <= most };
}

function ofLoading(report: PartReport): readonly Limit[] {
  const { title } = report;
  const ofFloor = (name: string) => find(report, name)?.ofFloor?.median ?? null;
  const cpu = (name: string) => find(report, name)?.cpu.median ?? null;
  const twenty = ofFloor('whole path, 20 rules');
  const isFlow = title === 'vpcflow';
  const more = both(twenty, ofFloor('whole path, all rules'), (few, every) => few / every - 1);
  const compaction = both(cpu('compaction'), cpu('whole path, 20 rules'), (merged, loaded) => merged / loaded);
  const committed = {
    target: `${title}: committed, 20 rules and entity index`,
    value: twenty,
    least: isFlow ? 0.6 : 0.75,
  };
  return [
    isFlow
      ? { target: `${title}: gz → segment ≥ 1.2 × the floor`, value: ofFloor('mapped, segments written'), least: 1.2 }
      : { target: `${title}: gz → mapped ≥ 1.8 × the floor`, value: ofFloor('mapped'), least: 1.8 },
    { ...committed, target: `${committed.target} ≥ ${committed.least} × the floor` },
    { target: `${title}: all Sigma rules ≤ 15 % more than 20`, value: more, most: 0.15, text: percent },
    { target: `${title}: compaction ≤ one ingest`, value: compaction, most: 1 },
  ];
}

/**
 * By how much more a record's CPU rises with a second worker than the floor's does, in the same rounds. One worker is a
 * thread as new as two are: its code is not compiled before it is measured.
 */
function ofWorkers({ title, sections }: PartReport): Limit {
  const [floor, ...stages] = sections.find((section) => section.title === 'Shipped rules')?.measured ?? [];
  const cpu = (name: string) => stages.find((stage) => stage.name === name)?.cpu.median ?? null;
  const rise = (one: number | null, two: number | null) => both(two, one, (more, less) => more / less - 1);
  const whole = rise(cpu('whole path on one worker'), cpu('whole path on two workers'));
  const value = both(whole, rise(floor?.cpu.median ?? null, cpu('floor on two workers')), (ours, its) => ours - its);
  return { target: `${title}: a second worker ≤ 5 points more than the floor's`, value, most: 0.05, text: percent };
}

function ofDisk({ title, facts }: PartReport): readonly Limit[] {
  const share = (name: string, of: string) =>
    both(number(facts[name]), number(facts[of]), (part, whole) => part / whole);
  const line = (target: string, value: number | null, most: number) => ({
    target: `${title}: ${target}`,
    value,
    most,
    text: percent,
  });
  return [
    // The target is of raw JSON: lines of flow logs are a tenth as long, and most of a line differs from all others.
    ...(title === 'vpcflow'
      ? []
      : [
          line('segments ≤ 18 % of the text, fresh', share('freshSegmentBytes', 'textBytes'), 0.18),
          line('segments ≤ 14 % of the text, compacted', share('compactedSegmentBytes', 'textBytes'), 0.14),
        ]),
    line('entity index ≤ 25 % of segments', share('freshEntityBytes', 'freshSegmentBytes'), 0.25),
  ];
}

function ofOpening({ sections }: PartReport): readonly Limit[] {
  return sections.map(({ title, measured }) => {
    const opened = measured.find(({ name }) => name.startsWith('open one event'));
    const value = opened?.wall.median ?? null;
    return { target: `opening one event < 1 ms, ${title}`, value, most: 1, text: milliseconds };
  });
}

/** Memory that grows less than this from a third of the time to its end is flat. */
const flat = 0.1;

function ofServer(report: PartReport): readonly Limit[] {
  const { facts, sections } = report;
  const slow = sections.find(({ title }) => title.startsWith('95'))?.measured ?? [];
  const time = (name: string) => slow.find((one) => one.name === name)?.wall.median ?? null;
  const reads = slow.filter(({ name }) => !/search|completion/.test(name)).map(({ wall }) => wall.median);
  const limit = (target: string, value: number | null, most: number) => ({ target, value, most, text: milliseconds });
  const growth = both(number(facts.memoryAtTheEnd), number(facts.memoryAfterAThird), (late, early) => late / early - 1);
  return [
    limit('object visible → message, 95 % < 10 s', number(facts.objectToMessageMsP95), 10_000),
    limit('indexed reads, 95 % < 200 ms', reads.length === 0 ? null : Math.max(...reads), 200),
    limit('first page of a search, 95 % < 1 s', time('first page of a search'), 1000),
    limit('completion, 95 % < 50 ms', time('completion of a value'), 50),
    limit('server start < 1 s', number(facts.startMs), 1000),
    { target: 'memory grows by less than 10 % after a third of the time', value: growth, most: flat, text: percent },
  ];
}

function ofTimeline({ sections }: PartReport, events: number): Verdict {
  const times = sections.flatMap((section) => section.measured.map(({ name, wall }) => ({ name, wall: wall.median })));
  const slowest = times.reduce((most, one) => (one.wall > most.wall ? one : most));
  const measured = `at most ${milliseconds(slowest.wall)} at ${events} events (${slowest.name})`;
  const isFast = slowest.wall < 1000;
  return {
    target: 'timeline over 10 M events < 1 s',
    measured,
    isMet: isFast && events < timelineEvents ? null : isFast,
  };
}

function find({ sections }: PartReport, name: string): Measured | undefined {
  return sections.flatMap(({ measured }) => measured).find((one) => one.name === name);
}

const number = (value: number | string | undefined) => (typeof value === 'number' ? value : null);

function both(a: number | null, b: number | null, of: (a: number, b: number) => number): number | null {
  return a === null || b === null ? null : of(a, b);
}
