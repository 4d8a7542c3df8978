import type { CivilTime } from './moment.ts';

/** Reads a text as a civil time, or undefined when it has another shape. */
export interface TimePattern {
  readonly hasYear: boolean;
  readonly hasZone: boolean;
  read(text: string): CivilTime | undefined;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** What each `%x` reads. Lengths are bounded and nothing nests, so matching is linear. */
const directives: Readonly<Record<string, string>> = {
  Y: '(\\d{4})',
  y: '(\\d{2})',
  m: '(\\d{1,2})',
  b: '([A-Za-z]{3,9})\\.?',
  d: '(\\d{1,2})',
  e: '[ ]?(\\d{1,2})',
  H: '(\\d{1,2})',
  I: '(\\d{1,2})',
  M: '(\\d{2})',
  S: '(\\d{2})',
  f: '(\\d{1,12})',
  p: '([AaPp]\\.?[Mm]\\.?)',
  z: '([Zz]|[+-]\\d{2}:?\\d{2}|[+-]\\d{2})',
  Z: '([A-Za-z][A-Za-z0-9_+/-]{0,39})',
  a: '([A-Za-z]{3,9})\\.?',
  j: '(\\d{3})',
};

/** Directives as strftime names them: `%Y %y %m %b %d %e %H %I %M %S %f %p %z %Z %a %j`, `%%` for a percent sign. */
export function compileTimePattern(pattern: string): TimePattern | { readonly unknown: string } {
  const names: string[] = [];
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] !== '%') {
      source += pattern[i] === ' ' ? '[ ]+' : pattern[i].replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
      continue;
    }
    const name = pattern[++i] ?? '';
    if (name === '%') source += '%';
    else if (directives[name] === undefined) return { unknown: `%${name}` };
    else {
      names.push(name);
      source += directives[name];
    }
  }
  // A padded day may itself begin with a blank, which the run of blanks before it has already taken.
  const regex = new RegExp(`^${source.replaceAll('[ ]+[ ]?', '[ ]+')}$`);
  return {
    hasYear: names.includes('Y') || names.includes('y'),
    hasZone: names.includes('z') || names.includes('Z'),
    read(text) {
      const hit = regex.exec(text.trim());
      return hit === null ? undefined : civilTime(new Map(names.map((name, i) => [name, hit[i + 1]])));
    },
  };
}

function civilTime(parts: ReadonlyMap<string, string>): CivilTime | undefined {
  const number = (name: string): number | undefined => (parts.has(name) ? Number(parts.get(name)) : undefined);
  const name = parts.get('b');
  const month = name === undefined ? (number('m') ?? 1) : months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  const zone = parts.get('z') ?? parts.get('Z');
  const dayOfYear = number('j');
  return {
    year: number('Y') ?? fullYear(number('y')),
    month,
    day: number('d') ?? number('e') ?? 1,
    ...(dayOfYear !== undefined && { dayOfYear }),
    hour: hourOf(number('H'), number('I'), parts.get('p')),
    minute: number('M') ?? 0,
    second: number('S') ?? 0,
    nanosecond: Number((parts.get('f') ?? '').slice(0, 9).padEnd(9, '0')),
    ...(zone !== undefined && { zone }),
  };
}

/** POSIX: 69 to 99 are of the last century. */
function fullYear(short: number | undefined): number | undefined {
  return short === undefined ? undefined : short + (short >= 69 ? 1900 : 2000);
}

function hourOf(hour: number | undefined, half: number | undefined, marker: string | undefined): number {
  if (hour !== undefined) return hour;
  if (half === undefined) return 0;
  return (half % 12) + (marker?.toLowerCase().startsWith('p') ? 12 : 0);
}
