import { compareText } from '../core/query/compare-text.ts';
import type { EventRow, SearchOptions } from './engine.ts';

export type RowOrder = (a: EventRow, b: EventRow) => number;

/** Newest or oldest first; rows of one instant by object, offset and generation, in either order. */
export function rowOrder(order: SearchOptions['order'] = 'newest'): RowOrder {
  const sign = order === 'newest' ? -1 : 1;
  return (a, b) => {
    if (a.time !== b.time) return a.time < b.time ? -sign : sign;
    return compareText(a.object, b.object) || a.offset - b.offset || a.generation - b.generation;
  };
}
