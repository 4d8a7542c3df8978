import { KushiError } from '../error/error.ts';
import { zoneInstant } from '../mapping/time/zone.ts';
import { parseTimeArgument } from './parse-time-argument.ts';

/** A distance from now, or a time that says its own zone. */
const needsNoZone = /^(now|[+-]\d+[smhdw]|.*T.*([Zz]|[+-]\d{2}:?\d{2}))$/;

/** What RFC 3339 can write. */
const [first, last] = [-62_135_596_800_000_000_000n, 253_402_300_799_999_999_999n];

/** A time that a person asks for, nanoseconds. One without a zone is of `zone`, an IANA name or an offset. Throws TIME_INVALID. */
export function parseZonedTime(text: string, now: bigint, zone: string): bigint {
  const time = parseTimeArgument(text, now);
  if (time < first || time > last) throw new KushiError('TIME_INVALID', `"${text}" lies outside the years 1 to 9999.`);
  if (needsNoZone.test(text.trim())) return time;
  const instant = zoneInstant(time, zone);
  if (instant === undefined)
    throw new KushiError('TIME_INVALID', `A zone is written as UTC, Asia/Tokyo or +09:00, not ${zone}.`);
  return instant;
}
