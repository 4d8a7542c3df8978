import { ValueKind } from '../../batch/dictionary.ts';
import { formatPath } from '../../codecs/path.ts';
import type { PathStep } from '../../codecs/reader.ts';
import { nearest } from '../nearest.ts';
import { isoFormat } from '../time/time-format.ts';
import { type Data, isList, isObject, navigate } from '../value/data.ts';
import { parseDecimal, truncateDecimal } from '../value/decimal.ts';
import type { Place } from '../yaml/yaml-node.ts';
import type { Context } from './context.ts';

/** A path as it stands in the mapping. */
export interface WrittenPath {
  readonly steps: readonly PathStep[];
  /** Absent for one of several choices of a `let`, which a sample need not have. */
  readonly place?: Place;
}

/** Warns of paths that no sample has. When no path fits any sample these are wrapped, and say nothing. */
export function checkSamples(samples: readonly Data[], context: Context): void {
  const paths = [...context.paths].filter(([name]) => name.startsWith('.'));
  const missing = paths.filter(([, { steps }]) => !samples.some((sample) => has(sample, steps)));
  if (missing.length === paths.length && paths.length > 1) return;
  const seen = leavesOf(samples);
  for (const [name, { place }] of missing) {
    if (place === undefined) continue;
    const best = nearest(name, seen.keys());
    const hint = best === undefined ? '' : ` Nearest seen: ${best}.`;
    context.findings.warning('PATH_NEVER_SEEN', place, `${name} is in none of the ${samples.length} samples.${hint}`);
  }
}

function has(sample: Data, steps: readonly PathStep[]): boolean {
  if (navigate(sample, steps).length > 0) return true;
  const last = steps.at(-1);
  if (last === undefined || !('key' in last)) return false;
  return navigate(sample, steps.slice(0, -1)).some((parent) => isObject(parent) && parent.has(last.key));
}

/** `.ts (1700000000.25) → "@timestamp": .ts | time epoch_s`, for the value of the samples that most looks like a time. */
export function likelyTime(samples: readonly Data[]): string | undefined {
  const times = [...leavesOf(samples)].flatMap(([path, text]) => {
    const format = timeFormatOf(text);
    return format === undefined ? [] : [{ path, text, format }];
  });
  const named = times.find(({ path }) => /time|date|ts$|when|@/i.test(path));
  const best = named ?? times.find(({ format }) => format === 'iso');
  return best && `${best.path} (${best.text}) → "@timestamp": ${best.path} | time ${best.format}`;
}

/** 2001 and 2096 in seconds: what an epoch of a log lies between. */
const earliest = 978_307_200n;
const latest = 3_976_214_400n;

function timeFormatOf(text: string): string | undefined {
  if (/^\d{4}-\d{2}/.test(text) && isoFormat.read(text, { zone: 'UTC', objectTime: undefined }) !== undefined)
    return 'iso';
  const number = parseDecimal(text);
  if (number === undefined) return undefined;
  let bound = 1n;
  for (const format of ['epoch_s', 'epoch_ms', 'epoch_us', 'epoch_ns']) {
    const value = truncateDecimal(number);
    if (value >= earliest * bound && value <= latest * bound) return format;
    bound *= 1000n;
  }
  return undefined;
}

/** Paths of all scalars of the samples, elements of lists as `*`, with the first text of each. */
function leavesOf(samples: readonly Data[]): Map<string, string> {
  const leaves = new Map<string, string>();
  const walk = (data: Data, steps: readonly PathStep[]): void => {
    if (isObject(data)) for (const [key, member] of data) walk(member, [...steps, { key }]);
    else if (isList(data)) for (const element of data) walk(element, [...steps, { all: true }]);
    else if (data.kind !== ValueKind.null) {
      const path = formatPath(steps);
      if (!leaves.has(path)) leaves.set(path, data.text);
    }
  };
  for (const sample of samples) walk(sample, []);
  return leaves;
}
