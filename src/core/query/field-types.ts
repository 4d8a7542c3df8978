import type { EcsType } from '../ecs/ecs.ts';

/** The type of a field by its dotted name; undefined when nothing defines it. */
export type FieldTypes = (field: string) => EcsType | undefined;

/**
 * How the values of a field compare with what a query says:
 *
 * | comparison | types | `equals` | ranges | contains, startswith, endswith, like, regex |
 * |---|---|---|---|---|
 * | text | keyword, text and all others | same text, letter case folded | see `number or text` | on the text, case folded |
 * | integer | long, integer | same whole number (1 is 1.0) | exact to 64 bits | on the decimal digits |
 * | double | float, double, scaled_float | same double | as doubles | on the shortest decimal form |
 * | date | date | within the time written: `2026-11-24` is all of that day | by that time's first or last instant | on RFC 3339 in UTC |
 * | boolean | boolean | true, false in any case | never | on `true`, `false` |
 * | ip | ip | same address (::ffff:192.0.2.1 is 192.0.2.1) | by address | on the text as stored |
 * | record | `record.<path>` | numbers as numbers, else text | number or text | on the vendor's text |
 *
 * Number or text: if the query's value is a number, values that are numbers compare as numbers and others never;
 * otherwise folded texts compare by code point.
 */
export type Comparison = 'text' | 'integer' | 'double' | 'date' | 'boolean' | 'ip' | 'record';

export const recordPrefix = 'record.';

export function comparisonOf(field: string, types: FieldTypes): Comparison {
  if (field.startsWith(recordPrefix)) return 'record';
  switch (types(field)) {
    case 'long':
    case 'integer':
      return 'integer';
    case 'float':
    case 'double':
    case 'scaled_float':
      return 'double';
    case 'date':
      return 'date';
    case 'boolean':
      return 'boolean';
    case 'ip':
      return 'ip';
    default:
      return 'text';
  }
}
