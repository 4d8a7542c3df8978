import type { Modifier } from './modifier.ts';

/** Every value must fit instead of any. */
export const all: Modifier = { name: 'all', apply: (item) => ({ ...item, join: 'all' }) };
