import type { PatternPart, TextTest } from '../query/ast.ts';
import type { Item } from './item.ts';

/** The plainest test that means the pattern at the item's position: what detection can look up beats what it must scan. */
export function textTest(
  pattern: readonly PatternPart[],
  { position, cased }: Pick<Item, 'position' | 'cased'>,
): TextTest {
  const parts = joinStars([
    ...(position === 'contains' || position === 'endswith' ? [{ wild: '*' } as const] : []),
    ...pattern,
    ...(position === 'contains' || position === 'startswith' ? [{ wild: '*' } as const] : []),
  ]);
  const open = isStar(parts[0]);
  const openEnd = parts.length > 1 && isStar(parts[parts.length - 1]);
  const inner = parts.slice(open ? 1 : 0, openEnd ? -1 : undefined);
  const literal = inner.length === 0 ? { literal: '' } : inner[0];
  if (inner.length > 1 || 'wild' in literal || (inner.length === 0 && parts.length > 0))
    return { op: 'like', parts, cased };
  const value = literal.literal;
  if (open) return { op: openEnd ? 'contains' : 'endswith', value, cased };
  return { op: openEnd ? 'startswith' : 'equals', value, cased };
}

/** The pattern is nothing but stars: any value fits. */
export function fitsAnything(test: TextTest): boolean {
  return test.op === 'like' && test.parts.every(isStar);
}

function isStar(part: PatternPart | undefined): boolean {
  return part !== undefined && 'wild' in part && part.wild === '*';
}

function joinStars(parts: readonly PatternPart[]): readonly PatternPart[] {
  return parts.filter((part, at) => !(isStar(part) && isStar(parts[at - 1])));
}
