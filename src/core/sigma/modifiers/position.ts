import type { Item } from '../item.ts';
import type { Modifier } from './modifier.ts';

/** `contains`, `startswith`, `endswith`: where in the field's text the value must stand. */
export const position: readonly Modifier[] = (['contains', 'startswith', 'endswith'] as const).map((name) => ({
  name,
  apply(item: Item) {
    if (item.position !== 'whole') return `${name} and ${item.position} exclude each other.`;
    const { as } = item.comparison;
    if (as !== 'value' && as !== 'fieldref') return `${name} does not go with ${as === 'regex' ? 're' : as}.`;
    if (item.groups.flat().some((value) => value.kind === 'null')) return `${name} needs a text, not null.`;
    return { ...item, position: name };
  },
}));
