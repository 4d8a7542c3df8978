import { parseDecimal, truncateDecimal } from '../value/decimal.ts';
import { type CivilTime, momentOf, type TimeContext, withinInt64 } from './moment.ts';
import { compileTimePattern, type TimePattern } from './time-pattern.ts';

/** A format of `time`: what it needs from outside, and how it reads a text. */
export interface TimeFormat {
  readonly needsZone: boolean;
  readonly needsObjectTime: boolean;
  /** INT64 nanoseconds, or undefined when the text has another shape. */
  read(text: string, context: TimeContext): bigint | undefined;
}

const factors: Readonly<Record<string, bigint>> = {
  epoch_s: 1_000_000_000n,
  epoch_ms: 1_000_000n,
  epoch_us: 1_000n,
  epoch_ns: 1n,
};

const iso =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?[ ]?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

const patterns: Readonly<Record<string, readonly string[]>> = {
  clf: ['%d/%b/%Y:%H:%M:%S %z'],
  syslog: ['%b %e %H:%M:%S', '%b %e %H:%M:%S.%f', '%b %e %Y %H:%M:%S', '%b %e %Y %H:%M:%S.%f'],
  rfc2822: ['%a, %d %b %Y %H:%M:%S %z', '%d %b %Y %H:%M:%S %z', '%a, %d %b %Y %H:%M:%S %Z', '%d %b %Y %H:%M:%S %Z'],
};

export const timeFormatNames = ['iso', 'epoch', ...Object.keys(factors), ...Object.keys(patterns)];

/** A format by name, or a pattern of `%` directives. Undefined for neither; `unknown` names a directive that is none. */
export function timeFormat(name: string): TimeFormat | { readonly unknown: string } | undefined {
  if (name === 'iso') return isoFormat;
  if (name === 'epoch') return epochFormat(guessFactor);
  if (Object.hasOwn(factors, name)) return epochFormat(() => factors[name]);
  if (Object.hasOwn(patterns, name))
    return anyOf(
      patterns[name].map((pattern) => compileTimePattern(pattern) as TimePattern),
      name,
    );
  if (!name.includes('%')) return undefined;
  const pattern = compileTimePattern(name);
  return 'unknown' in pattern ? pattern : anyOf([pattern], name);
}

/** RFC 3339; also a blank for `T`, comma decimals, `+0900`, no seconds, no zone, basic format, a bare date. */
export const isoFormat: TimeFormat = {
  needsZone: true,
  needsObjectTime: false,
  read(text, context) {
    const time = readIso(text);
    return time && momentOf(time, context);
  },
};

function readIso(text: string): CivilTime | undefined {
  const hit = iso.exec(text.trim());
  if (hit === null) return undefined;
  return {
    year: Number(hit[1]),
    month: Number(hit[2]),
    day: Number(hit[3]),
    hour: Number(hit[4] ?? 0),
    minute: Number(hit[5] ?? 0),
    second: Number(hit[6] ?? 0),
    nanosecond: Number((hit[7] ?? '').slice(0, 9).padEnd(9, '0')),
    ...(hit[8] !== undefined && { zone: hit[8] }),
  };
}

/** What epochs are nearly always written as. */
const plainDigits = /^\d{1,18}$/;

function epochFormat(factor: (seconds: bigint) => bigint): TimeFormat {
  return {
    needsZone: false,
    needsObjectTime: false,
    read(text) {
      if (plainDigits.test(text)) {
        const value = BigInt(text);
        return withinInt64(value * factor(value));
      }
      const decimal = parseDecimal(text.trim());
      if (decimal === undefined || decimal.scale > 40) return undefined;
      const by = factor(truncateDecimal(decimal));
      return withinInt64(truncateDecimal({ digits: decimal.digits * by, scale: decimal.scale }));
    },
  };
}

/** The unit by size: seconds until the year 5138, then milliseconds, microseconds, nanoseconds of the same span. */
function guessFactor(value: bigint): bigint {
  const size = value < 0n ? -value : value;
  if (size < 100_000_000_000n) return factors.epoch_s;
  if (size < 100_000_000_000_000n) return factors.epoch_ms;
  return size < 100_000_000_000_000_000n ? factors.epoch_us : factors.epoch_ns;
}

/** The RFC 5424 form of syslog is ISO, so `syslog` reads it too. */
function anyOf(choices: readonly TimePattern[], name: string): TimeFormat {
  const needsZone = name === 'syslog' || choices.some((choice) => !choice.hasZone);
  return {
    needsZone,
    needsObjectTime: choices.some((choice) => !choice.hasYear),
    read(text, context) {
      for (const choice of choices) {
        const time = choice.read(text);
        if (time !== undefined) return momentOf(time, context);
      }
      return name === 'syslog' ? isoFormat.read(text, context) : undefined;
    },
  };
}
