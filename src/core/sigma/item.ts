import type { DatePart } from '../query/ast.ts';
import type { SigmaValue } from './value.ts';

/** How an item's values are held against the field. */
export type Comparison =
  | { readonly as: 'value' }
  | { readonly as: 'regex'; readonly flags: string }
  | { readonly as: 'cidr' }
  | { readonly as: 'exists' }
  | { readonly as: 'fieldref' }
  | { readonly as: 'lt' | 'lte' | 'gt' | 'gte' };

/** One `field|modifier: values` line of a detection, as modifiers hand it on to each other. */
export interface Item {
  /** For each value written, what it may become: one of a group must fit. */
  readonly groups: readonly (readonly SigmaValue[])[];
  /** Whether one group must fit or all of them. */
  readonly join: 'any' | 'all';
  readonly comparison: Comparison;
  readonly position: 'whole' | 'contains' | 'startswith' | 'endswith';
  readonly cased: boolean;
  readonly negated: boolean;
  /** The part of a date that is compared instead of the value. */
  readonly datePart: DatePart | null;
}

export function plainItem(values: readonly SigmaValue[]): Item {
  return {
    groups: values.map((value) => [value]),
    join: 'any',
    comparison: { as: 'value' },
    position: 'whole',
    cased: false,
    negated: false,
    datePart: null,
  };
}

/** The item with every value replaced by those that `change` makes of it; the first complaint (a text) ends it. */
export function changeValues(item: Item, change: (value: SigmaValue) => readonly SigmaValue[] | string): Item | string {
  const groups: SigmaValue[][] = [];
  for (const group of item.groups) {
    const changed: SigmaValue[] = [];
    for (const value of group) {
      const made = change(value);
      if (typeof made === 'string') return made;
      for (const one of made) changed.push(one);
    }
    groups.push(changed);
  }
  return { ...item, groups };
}
