import { KushiError } from '../error/error.ts';
import { zoneInstant } from '../mapping/time/zone.ts';
import { parseTimeArgument } from './parse-time-argument.ts';

/** A distance from now, or a time that says its own zone. */
const needsNoZone = /^(now|[+-]\d+[smhdw]|.*T.*([Zz]|[+-]\d{2}:?\d{2}))$/;

/** A time that a person asks for, nanoseconds. One without a zone is of `zone`, an IANA name or an offset. Throws TIME_INVALID. */
export function parseZonedTime(text: string, now: bigint, zone: string): bigint {
  const time = parseTimeArgument(text, now);
  if (needsNoZone.test(text.trim())) return time;
  const instant = zoneInstant(time, zone);
  if (instant === undefined)
    throw new KushiError('TIME_INVALID', `A zone is written as UTC, Asia/Tokyo or +09:00, not ${zone}.`);
  return instant;
}
