import type { Modifier } from './modifier.ts';

/** The value names another field of the event. */
export const fieldref: Modifier = {
  name: 'fieldref',
  apply(item) {
    if (item.comparison.as !== 'value') return `fieldref does not go with ${item.comparison.as}.`;
    if (item.groups.flat().some((value) => value.kind !== 'text' || value.written === '')) {
      return 'fieldref takes the name of a field.';
    }
    return { ...item, comparison: { as: 'fieldref' } };
  },
};
