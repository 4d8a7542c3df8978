import type { Config } from '../config/schema.ts';
import { formatDay } from '../core/time/utc-day.ts';

const unitNs: Readonly<Record<string, bigint>> = {
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

/** The first UTC day that the retention keeps, by dataset: whole days go once their last moment is too old. */
export function firstKeptDay(retention: Config['retention'], now: bigint): (dataset: string) => string | null {
  return (dataset) => {
    const duration = retention[dataset] ?? retention.default;
    if (duration === undefined) return null;
    const oldest = now - BigInt(duration.slice(0, -1)) * unitNs[duration.slice(-1)];
    return formatDay(Number(oldest / unitNs.d));
  };
}
