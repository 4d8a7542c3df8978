import { parseNumber } from '../../query/number-value.ts';
import type { Item } from '../item.ts';
import type { Modifier } from './modifier.ts';

/** `lt`, `lte`, `gt`, `gte`: numbers by size. */
export const order: readonly Modifier[] = (['lt', 'lte', 'gt', 'gte'] as const).map((name) => ({
  name,
  apply(item: Item) {
    if (item.comparison.as !== 'value' || item.position !== 'whole') return `${name} stands alone.`;
    for (const value of item.groups.flat()) {
      if (value.kind !== 'text' || parseNumber(value.written) === undefined) return `${name} compares numbers.`;
    }
    return { ...item, comparison: { as: name } };
  },
}));
