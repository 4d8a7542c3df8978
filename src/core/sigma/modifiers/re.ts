import type { Modifier } from './modifier.ts';

/** The value is a regular expression; letter case counts unless the flag `i` follows. */
export const re: Modifier = {
  name: 're',
  apply(item) {
    if (item.comparison.as !== 'value' || item.position !== 'whole')
      return 're stands alone, with its flags behind it.';
    const values = item.groups.flat();
    if (values.some((value) => value.kind !== 'text')) return 're needs a text.';
    return { ...item, comparison: { as: 'regex', flags: '' } };
  },
};
