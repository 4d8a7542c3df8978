import { ecsField } from '../../ecs/ecs.ts';
import type { Findings } from '../findings.ts';
import type { Place } from '../yaml/yaml-node.ts';

/** Categories to offer first, since they stand beside others. */
const likelyCategories = ['configuration', 'iam', 'session'];

/** Warns of an event.type that ECS expects for none of the categories beside it. */
export function checkTypes(
  categories: readonly string[],
  types: readonly string[],
  place: Place,
  where: string,
  findings: Findings,
): void {
  const expected = ecsField('event.category')?.expected ?? {};
  const fitting = new Set(categories.flatMap((category) => expected[category] ?? []));
  if (fitting.size === 0) return;
  for (const type of types.filter((candidate) => !fitting.has(candidate))) {
    const other = [...likelyCategories, ...Object.keys(expected)].find((category) =>
      expected[category]?.includes(type),
    );
    const remedy = other === undefined ? 'Use another type.' : `Add "${other}", or use another type.`;
    const message = `event.type "${type}" does not go with event.category "${categories.join(', ')}"${where}. ECS expects ${[...fitting].sort().join(', ')}. ${remedy}`;
    findings.warning('TYPE_NOT_EXPECTED', place, message);
  }
}
