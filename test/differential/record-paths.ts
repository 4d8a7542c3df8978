/** Dotted paths of all members of a JSON record that are reached through members alone: `userIdentity.arn`. */
export function recordPaths(record: unknown, prefix = ''): readonly string[] {
  if (record === null || typeof record !== 'object' || Array.isArray(record)) return prefix === '' ? [] : [prefix];
  return Object.entries(record)
    .filter(([name]) => /^\w+$/.test(name))
    .flatMap(([name, value]) => recordPaths(value, prefix === '' ? name : `${prefix}.${name}`));
}
