/** Times are milliseconds since 1970 in UTC throughout the demo. */
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'));

/** `2026-01-31` parts of the last day asked for: most calls come in time order, so one day is enough to keep. */
let lastDay = Number.NaN;
let lastDate = { dashed: '', slashed: '', packed: '', clf: '' };

function dateOf(time: number): typeof lastDate {
  const dayNumber = Math.floor(time / day);
  if (dayNumber !== lastDay) {
    const date = new Date(dayNumber * day);
    const [y, m, d] = [String(date.getUTCFullYear()), two[date.getUTCMonth() + 1], two[date.getUTCDate()]];
    lastDay = dayNumber;
    lastDate = {
      dashed: `${y}-${m}-${d}`,
      slashed: `${y}/${m}/${d}`,
      packed: y + m + d,
      clf: `${d}/${months[date.getUTCMonth()]}/${y}`,
    };
  }
  return lastDate;
}

const within = (time: number, unit: number, size: number) => two[Math.floor(time / unit) % size];

/** `07:05:09` */
function clock(time: number): string {
  return `${within(time, hour, 24)}:${within(time, minute, 60)}:${within(time, second, 60)}`;
}

const fraction = (value: number, digits: number) => String(Math.floor(value)).padStart(digits, '0');

/** `2026-01-31T07:05:09Z` */
export const isoSeconds = (time: number): string => `${dateOf(time).dashed}T${clock(time)}Z`;

/** `2026-01-31T07:05:09.123Z` */
export const isoMillis = (time: number): string =>
  `${dateOf(time).dashed}T${clock(time)}.${fraction(time % second, 3)}Z`;

/** `2026-01-31T07:05:09.123456Z`: six decimals, the last three from a fraction of a millisecond. */
export const isoMicros = (time: number): string =>
  `${dateOf(time).dashed}T${clock(time)}.${fraction((time % second) * 1000, 6)}Z`;

/** `31/Jan/2026:07:05:09 +0000`, nginx's `$time_local`. */
export const clfTime = (time: number): string => `${dateOf(time).clf}:${clock(time)} +0000`;

/** `2026/01/31`, as in object keys. */
export const dayPath = (time: number): string => dateOf(time).slashed;

/** `20260131` */
export const packedDay = (time: number): string => dateOf(time).packed;

/** `20260131T0705Z`, as in object names. */
export const packedMinute = (time: number): string =>
  `${dateOf(time).packed}T${within(time, hour, 24)}${within(time, minute, 60)}Z`;

/** `07/05`, hours and minutes as folders. */
export const minutePath = (time: number): string => `${within(time, hour, 24)}/${within(time, minute, 60)}`;

export const hourOfDay = (time: number): number => Math.floor(time / hour) % 24;

/** 0 Sunday … 6 Saturday. 1970-01-01 was a Thursday. */
export const dayOfWeek = (time: number): number => (Math.floor(time / day) + 4) % 7;
