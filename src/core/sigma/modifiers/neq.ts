import type { Modifier } from './modifier.ts';

/** None of the values fits. An absent field is different from every value, as `not` has it everywhere in Sigma. */
export const neq: Modifier = { name: 'neq', apply: (item) => ({ ...item, negated: !item.negated }) };
