import type { Target } from '../target.ts';

const prefix = '$ecs.';

/**
 * Targets so that one that reads `$ecs.x` stands behind the target `x`. `cycle` names fields that need each other, in
 * the order they do; the targets are then in no order.
 */
export function orderTargets(targets: readonly Target[]): {
  readonly ordered: readonly Target[];
  readonly cycle?: readonly string[];
} {
  const byField = new Map(targets.map((target) => [target.field, target]));
  const done = new Set<string>();
  const ordered: Target[] = [];
  const visit = (target: Target, path: readonly string[]): readonly string[] | undefined => {
    if (done.has(target.field)) return undefined;
    if (path.includes(target.field)) return [...path.slice(path.indexOf(target.field)), target.field];
    for (const input of target.inputs) {
      const needed = input.startsWith(prefix) ? byField.get(input.slice(prefix.length)) : undefined;
      const cycle = needed && visit(needed, [...path, target.field]);
      if (cycle) return cycle;
    }
    done.add(target.field);
    ordered.push(target);
    return undefined;
  };
  for (const target of targets) {
    const cycle = visit(target, []);
    if (cycle) return { ordered: targets, cycle };
  }
  return { ordered };
}
