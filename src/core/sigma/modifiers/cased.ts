import type { Modifier } from './modifier.ts';

/** Letter case counts. */
export const cased: Modifier = { name: 'cased', apply: (item) => ({ ...item, cased: true }) };
