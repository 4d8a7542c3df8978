import type { DatePart } from '../../query/ast.ts';
import type { Item } from '../item.ts';
import type { Modifier } from './modifier.ts';

/** Smallest and largest value of each part, as the specification gives them. */
const ranges: Readonly<Record<DatePart, readonly [number, number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [0, 9999],
};

/** `minute`, `hour`, `day`, `week`, `month`, `year`: compares that part of a date, in UTC. */
export const datePart: readonly Modifier[] = (Object.keys(ranges) as DatePart[]).map((name) => ({
  name,
  apply(item: Item) {
    if (item.datePart !== null) return `${name} and ${item.datePart} exclude each other.`;
    const [least, most] = ranges[name];
    for (const value of item.groups.flat()) {
      const number = value.kind === 'text' && value.written !== '' ? Number(value.written) : Number.NaN;
      if (!Number.isInteger(number) || number < least || number > most) {
        return `${name} takes a whole number from ${least} to ${most}.`;
      }
    }
    return { ...item, datePart: name };
  },
}));
