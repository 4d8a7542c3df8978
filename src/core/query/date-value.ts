import { nsPerDay, nsPerSecond, parseTime } from '../time/rfc3339.ts';

/** The time a text names: from its first nanosecond up to, not including, `end`. */
export interface DateInterval {
  readonly start: bigint;
  readonly end: bigint;
}

const clock = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::(\d{2})(?:[.,](\d+))?)?/;

/**
 * RFC 3339, or its front: `2026`, `2026-11`, `2026-11-24`, `2026-11-24T07:00`. What is not said is not tested: a day is
 * all its nanoseconds. Without a zone it is UTC. Undefined for anything else.
 */
export function parseDateValue(text: string): DateInterval | undefined {
  const month = /^(\d{4})(?:-(\d{2}))?$/.exec(text);
  if (month !== null) return monthInterval(Number(month[1]), month[2]);
  const start = parseTime(text);
  if (start === undefined) return undefined;
  const hit = clock.exec(text);
  return { start, end: start + (hit === null ? nsPerDay : clockStep(hit[1], hit[2])) };
}

function clockStep(second: string | undefined, decimals: string | undefined): bigint {
  if (second === undefined) return 60n * nsPerSecond;
  return 10n ** BigInt(Math.max(0, 9 - (decimals ?? '').length));
}

function monthInterval(year: number, month: string | undefined): DateInterval | undefined {
  const first = Number(month ?? 1);
  const behind = month === undefined || first === 12 ? [year + 1, 1] : [year, first + 1];
  const [start, end] = [[year, first], behind].map(([y, m]) =>
    parseTime(`${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-01`),
  );
  return start === undefined || end === undefined ? undefined : { start, end };
}
