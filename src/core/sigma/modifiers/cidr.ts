import { parseCidr } from '../../query/ip-value.ts';
import type { Modifier } from './modifier.ts';

/** The field's address lies in a network. */
export const cidr: Modifier = {
  name: 'cidr',
  apply(item) {
    if (item.comparison.as !== 'value') return `cidr does not go with ${item.comparison.as}.`;
    for (const value of item.groups.flat()) {
      const written = value.kind === 'text' ? value.written : '';
      if (parseCidr(written) === undefined)
        return `"${written}" is not a network; write 203.0.113.0/24 or 2001:db8::/32.`;
    }
    return { ...item, comparison: { as: 'cidr' } };
  },
};
