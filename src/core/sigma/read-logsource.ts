import type { Findings } from '../mapping/findings.ts';
import type { YamlMap } from '../mapping/yaml/yaml-node.ts';
import { entry, scalarText } from './read-header.ts';
import type { SigmaRule } from './rule.ts';

export type LogsourceParts = Pick<SigmaRule, 'logsource' | 'logsourcePosition'>;

/** The `logsource` of a rule or filter, in lower case. */
export function readLogsource(root: YamlMap, findings: Findings): LogsourceParts {
  const node = entry(root, 'logsource');
  const { line, column } = (node ?? root).place;
  const logsource: { product?: string; service?: string; category?: string } = {};
  for (const name of ['product', 'service', 'category'] as const) {
    const text = node?.kind === 'map' ? scalarText(entry(node, name))?.trim().toLowerCase() : undefined;
    if (text !== undefined && text !== '') logsource[name] = text;
  }
  if (Object.keys(logsource).length === 0) {
    const code = node === undefined ? 'KEY_MISSING' : 'VALUE_INVALID';
    findings.error(
      code,
      (node ?? root).place,
      'A rule needs a logsource that names a product, a service or a category.',
    );
  }
  return { logsource, logsourcePosition: { line, column } };
}
