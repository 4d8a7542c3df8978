import type { Item } from '../item.ts';

/** What modifiers may need to know beyond the item. */
export interface ModifierContext {
  /** Values that stand for `%name%` (the `expand` modifier). */
  readonly placeholders: ReadonlyMap<string, readonly string[]>;
}

/** `field|name: value`. Modifiers work in the order they are written. */
export interface Modifier {
  readonly name: string;
  /** The changed item, or what is wrong with it in a sentence. */
  apply(item: Item, context: ModifierContext): Item | string;
}
