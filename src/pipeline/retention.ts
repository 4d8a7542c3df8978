import { durationNs } from '../config/duration.ts';
import type { Config } from '../config/schema.ts';
import { nsPerDay } from '../core/time/rfc3339.ts';
import { formatDay } from '../core/time/utc-day.ts';

/** The first UTC day that the retention keeps, by dataset: whole days go once their last moment is too old. */
export function firstKeptDay(retention: Config['retention'], now: bigint): (dataset: string) => string | null {
  return (dataset) => {
    const duration = retention[dataset] ?? retention.default;
    if (duration === undefined) return null;
    const oldest = now - durationNs(duration);
    return formatDay(Number(oldest / nsPerDay));
  };
}
