/** Locales that know short names of zones where the others say `GMT+9`. */
const namingLocales = ['en-US', 'en-GB', 'ja-JP', 'en-AU', 'en-IN', 'en-NZ', 'en-CA'];

interface Zone {
  readonly parts: Intl.DateTimeFormat;
  readonly names: readonly Intl.DateTimeFormat[];
}

const zones = new Map<string, Zone>();

/** A formatter costs a millisecond to make. An unknown zone is UTC, and says so. */
function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const make = (locale: string, options: Intl.DateTimeFormatOptions) => {
    try {
      return new Intl.DateTimeFormat(locale, { timeZone: name, ...options });
    } catch {
      return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
    }
  };
  const two = '2-digit';
  const clock = {
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
    hourCycle: 'h23',
  } as const;
  const zone = {
    parts: make('en-US', clock),
    names: namingLocales.map((locale) => make(locale, { timeZoneName: 'short' })),
  };
  zones.set(name, zone);
  return zone;
}

interface LocalTime {
  /** `2026-11-24` */
  readonly day: string;
  /** `02:14:05` */
  readonly clock: string;
}

function localTime(time: bigint, zone: string): LocalTime {
  const parts = zoneOf(zone).parts.formatToParts(new Date(milliseconds(time)));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '00';
  return {
    day: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    clock: `${part('hour')}:${part('minute')}:${part('second')}`,
  };
}

/** Nanoseconds as milliseconds, kept within what a date can be. */
function milliseconds(time: bigint): number {
  return Math.max(-8.64e15, Math.min(8.64e15, Math.floor(Number(time / 1_000_000n))));
}

/** `JST`, `CET`; `GMT+5` where a zone has no short name. */
export function zoneName(time: bigint, zone: string): string {
  const date = new Date(milliseconds(time));
  const names = zoneOf(zone).names.map(
    (format) => format.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC',
  );
  return names.find((name) => !/^GMT[+-]/.test(name)) ?? names[0];
}

/** `2026-11-24 02:14:05 JST`: a time to the second and its zone. */
export function formatMoment(time: bigint, zone: string): string {
  const { day, clock } = localTime(time, zone);
  return `${day} ${clock} ${zoneName(time, zone)}`;
}

/** `2026-11-24` in the zone. */
export function formatDate(time: bigint, zone: string): string {
  return localTime(time, zone).day;
}

/** `02:14` on the day of `near`, else `11-23 21:49`; for texts that say the day and the zone elsewhere. */
export function formatClock(time: bigint, zone: string, near: bigint | null): string {
  const { day, clock } = localTime(time, zone);
  const minute = clock.slice(0, 5);
  return near !== null && localTime(near, zone).day === day ? minute : `${day.slice(5)} ${minute}`;
}
