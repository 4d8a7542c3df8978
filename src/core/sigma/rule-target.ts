import type { LogType } from '../logtype/load-logtype.ts';
import type { RuleTarget } from './create-resolver.ts';

/** What rules need to know of a log type. Paths are without their leading dot, as rules write them. */
export function ruleTarget({ definition, fields, mapping }: LogType): RuleTarget {
  const copied = new Map<string, string>();
  for (const { field, copies } of mapping.targets) {
    const path = copies?.replace(/^\./, '');
    if (path !== undefined && !copied.has(path)) copied.set(path, field);
  }
  // What the mapping itself reads is known, even where fields.yml forgets it.
  const read = mapping.paths.map(({ name }) => name.replace(/^\./, ''));
  const record = [...new Set([...fields.record, ...read])];
  return { id: definition.id, logsources: definition.sigma, fields: { fields: fields.fields, record }, copied };
}
