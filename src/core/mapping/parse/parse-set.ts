import type { Assignment } from '../ast.ts';
import type { Findings } from '../findings.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';
import { parseExpression } from './parse-expression.ts';
import { wantMap } from './read-keys.ts';

/** `set`, of a block or of a pattern. */
export function parseSet(node: YamlNode, findings: Findings): Assignment[] {
  return (wantMap(node, 'set', findings)?.entries ?? []).map((entry) => ({
    field: entry.key,
    place: entry.place,
    value: parseExpression(entry.value, findings),
  }));
}
