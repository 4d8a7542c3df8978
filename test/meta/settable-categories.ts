import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { ecsField } from '../../src/core/ecs/ecs.ts';

const field = 'event.category';

/** Every `event.category` that a mapping names, in its tables or as a constant. */
export function settableCategories(mapping: string): string[] {
  const named = new Set<string>();
  const collect = (node: unknown): void => {
    if (isScalar(node)) {
      for (const cell of categoryCells(String(node.value))) named.add(cell);
    } else if (isSeq(node)) {
      node.items.forEach(collect);
    } else if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (isScalar(key) && key.value === field) for (const text of constants(value as Node)) named.add(text);
        else collect(value);
      }
    }
  };
  collect(parseDocument(mapping).contents);
  return (ecsField(field)?.allowed ?? []).filter((category) => named.has(category));
}

/** The words of the column of a wildcard table. */
function categoryCells(text: string): string[] {
  const [heading, ...rows] = text.split('\n').map((line) => line.trim().split(/\t+| {2,}/));
  const column = heading.indexOf(field);
  return column < 0 ? [] : rows.flatMap((cells) => cells[column]?.split(',') ?? []);
}

function constants(node: Node | null): string[] {
  if (isScalar(node)) return String(node.value).split(/\s*,\s*/);
  if (isSeq(node)) return node.items.flatMap((item) => constants(item as Node));
  return isMap(node) ? node.items.flatMap(({ value }) => constants(value as Node)) : [];
}
