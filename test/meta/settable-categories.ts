import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { ecsField } from '../../src/core/ecs/ecs.ts';

const field = 'event.category';

/** Every `event.category` that the files of a log type name, in tables or as a constant of the mapping. */
export function settableCategories(files: ReadonlyMap<string, string>): string[] {
  const named = new Set<string>();
  for (const [name, text] of files) {
    if (name.endsWith('.tsv')) for (const cell of categoryCells(text)) named.add(cell);
    if (name === 'mapping.yml') collectCategories(parseDocument(text).contents, named);
  }
  return (ecsField(field)?.allowed ?? []).filter((category) => named.has(category));
}

function collectCategories(node: unknown, named: Set<string>): void {
  if (isScalar(node)) {
    for (const cell of categoryCells(String(node.value))) named.add(cell);
  } else if (isSeq(node)) {
    for (const item of node.items) collectCategories(item, named);
  } else if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (isScalar(key) && key.value === field) for (const text of constants(value as Node)) named.add(text);
      else collectCategories(value, named);
    }
  }
}

/** The words of the column of a wildcard table. */
function categoryCells(text: string): string[] {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  const [heading, ...rows] = lines.map((line) => line.trim().split(/\t+| {2,}/));
  const column = heading?.indexOf(field) ?? -1;
  return column < 0 ? [] : rows.flatMap((cells) => cells[column]?.split(',') ?? []);
}

function constants(node: Node | null): string[] {
  if (isScalar(node)) return String(node.value).split(/\s*,\s*/);
  if (isSeq(node)) return node.items.flatMap((item) => constants(item as Node));
  return isMap(node) ? node.items.flatMap(({ value }) => constants(value as Node)) : [];
}
