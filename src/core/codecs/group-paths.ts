import { formatPath } from './path.ts';
import type { WantedPath } from './reader.ts';

/** Paths with the same steps together: they are one column under several names. */
export function groupPaths(wanted: readonly WantedPath[]): readonly (readonly WantedPath[])[] {
  const groups = new Map<string, WantedPath[]>();
  for (const path of wanted) {
    const text = formatPath(path.steps);
    const group = groups.get(text);
    if (group) group.push(path);
    else groups.set(text, [path]);
  }
  return [...groups.values()];
}
