import { KushiError } from '../core/error/error.ts';
import { zoneInstant } from '../core/mapping/time/zone.ts';
import { parseTimeArgument } from '../core/time/parse-time-argument.ts';

/** A distance from now, or a time that says its own zone. */
const needsNoZone = /^(now|[+-]\d+[smhdw]|.*T.*([Zz]|[+-]\d{2}:?\d{2}))$/;

/** A time of the command line, nanoseconds. One without a zone is of `zone`, an IANA name or an offset. */
export function timeOption(text: string, now: bigint, zone: string): bigint {
  const time = parseTimeArgument(text, now);
  if (needsNoZone.test(text.trim())) return time;
  const instant = zoneInstant(time, zone);
  if (instant === undefined)
    throw new KushiError('USAGE', `--tz takes a zone such as UTC, Asia/Tokyo or +09:00, not ${zone}.`);
  return instant;
}
