import type { Assignment, Block, Expression } from '../ast.ts';
import type { Findings } from '../findings.ts';
import { checkTypes } from './check-types.ts';

/** Checks event.type against event.category wherever one list of lines sets both to constants. */
export function checkBlockTypes(block: Block, findings: Findings): void {
  checkSet(block.set, findings);
  for (const match of block.matches) for (const pattern of match.patterns) checkSet(pattern.set, findings);
  for (const step of block.steps) checkBlockTypes(step, findings);
  for (const { block: inner } of block.switch?.cases ?? []) checkBlockTypes(inner, findings);
}

function checkSet(set: readonly Assignment[], findings: Findings): void {
  const category = set.find(({ field }) => field === 'event.category');
  const type = set.find(({ field }) => field === 'event.type');
  if (category && type) checkTypes(constants(category.value), constants(type.value), type.place, '', findings);
}

function constants(value: Expression): readonly string[] {
  if (value.kind === 'constant') return value.text.split(',').map((text) => text.trim());
  return value.kind === 'all' ? value.items.flatMap(constants) : [];
}
