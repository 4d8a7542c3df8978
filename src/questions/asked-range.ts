import { KushiError } from '../core/error/error.ts';
import { parseZonedTime } from '../core/time/parse-zoned-time.ts';

/** `[from, to)` as a person asks for it; either end may be open. */
export interface AskedTimes {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Of times that name none. */
  readonly zone?: string | undefined;
}

export interface Times {
  readonly from?: bigint;
  readonly to?: bigint;
}

/** Nanoseconds. Throws TIME_INVALID, also for a range that ends before it begins. */
export function askedTimes({ from, to, zone = 'UTC' }: AskedTimes, now: bigint): Times {
  const times = {
    ...(from === undefined ? {} : { from: parseZonedTime(from, now, zone) }),
    ...(to === undefined ? {} : { to: parseZonedTime(to, now, zone) }),
  };
  if (times.from !== undefined && times.to !== undefined && times.from > times.to)
    throw new KushiError('TIME_INVALID', 'The range ends before it begins: from must not be later than to.');
  return times;
}
