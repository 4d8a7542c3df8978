import type { Item } from '../item.ts';
import type { Modifier } from './modifier.ts';

/** `i` ignores letter case, `m` lets ^ and $ match at lines, `s` lets the dot match line ends. */
export const regexFlag: readonly Modifier[] = ['i', 'm', 's'].map((name) => ({
  name,
  apply(item: Item) {
    if (item.comparison.as !== 'regex') return `${name} is a flag of re: write re|${name}.`;
    const { flags } = item.comparison;
    return { ...item, comparison: { as: 'regex', flags: flags.includes(name) ? flags : flags + name } };
  },
}));
