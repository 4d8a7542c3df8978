import type { Modifier } from './modifier.ts';

/** Whether the field is there at all, empty and null included. */
export const exists: Modifier = {
  name: 'exists',
  apply(item) {
    const values = item.groups.flat();
    if (values.length !== 1 || values[0].kind !== 'text' || !/^(true|false)$/i.test(values[0].written))
      return 'exists takes true or false.';
    if (item.comparison.as !== 'value') return `exists does not go with ${item.comparison.as}.`;
    return { ...item, comparison: { as: 'exists' } };
  },
};
