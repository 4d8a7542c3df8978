/** Abbreviations that logs write; each means the same offset wherever it is used in logs. Hours east of UTC. */
const abbreviations: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 1,
  BST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

const day = 86_400_000_000_000n;
const second = 1_000_000_000n;

/**
 * The moment of a local time, both in nanoseconds. Of a time that a clock change repeats it is the first; one that it
 * skips is moved forward. Undefined when the zone is unknown.
 */
export function zoneInstant(local: bigint, zone: number | string): bigint | undefined {
  const fixed = typeof zone === 'number' ? zone : fixedOffset(zone);
  if (fixed !== undefined) return local - BigInt(fixed) * second;
  const name = zone as string;
  const before = offsetAt(name, local - day);
  const after = offsetAt(name, local + day);
  if (before === undefined || after === undefined) return undefined;
  const candidates = [before, after].map((offset) => ({ offset, instant: local - BigInt(offset) * second }));
  const real = candidates.filter(({ offset, instant }) => offsetAt(name, instant) === offset);
  if (real.length === 0) return candidates[0].instant;
  return real.reduce((least, { instant }) => (instant < least ? instant : least), real[0].instant);
}

/** Whether times can be read in this zone. */
export function isZone(zone: string): boolean {
  return fixedOffset(zone) !== undefined || offsetAt(zone, 0n) !== undefined;
}

/** Seconds east of UTC of `Z`, `+0900`, `-05:30`, `CET`; undefined for names. */
function fixedOffset(zone: string): number | undefined {
  const hours = abbreviations[zone.toUpperCase()];
  if (hours !== undefined) return hours * 3600;
  const hit = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (hit === null) return undefined;
  return (hit[1] === '-' ? -1 : 1) * (Number(hit[2]) * 3600 + Number(hit[3] ?? 0) * 60);
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/** Seconds east of UTC at a moment, by the IANA data that the runtime carries. */
function offsetAt(zone: string, instant: bigint): number | undefined {
  const parts = formatOf(zone)?.formatToParts(Number(instant / 1_000_000n));
  const name = parts?.find((part) => part.type === 'timeZoneName')?.value;
  const hit = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(name ?? '');
  if (hit === null) return undefined;
  return (hit[1] === '-' ? -1 : 1) * (Number(hit[2] ?? 0) * 3600 + Number(hit[3] ?? 0) * 60 + Number(hit[4] ?? 0));
}

/** A formatter costs far more to make than to use; zones are few, since they come from settings, not from records. */
function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) formats.set(zone, createFormat(zone));
  return formats.get(zone);
}

function createFormat(zone: string): Intl.DateTimeFormat | undefined {
  if (!/^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$/.test(zone)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
}
