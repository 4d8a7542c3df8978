import type { Condition, Test } from '../ast.ts';
import { type Cell, parseCell } from '../cell.ts';
import type { Findings } from '../findings.ts';
import { parseNetwork } from '../network.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../yaml/yaml-node.ts';
import { parsePipe } from './parse-pipe.ts';
import { listOf, wantMap, wantTexts } from './read-keys.ts';

/** `when`: a map is *and*; `any`, `all` and `not` combine; every other key is a path or name with what it is compared with. */
export function parseWhen(node: YamlNode, findings: Findings): Condition {
  const map = wantMap(node, 'when', findings);
  const entries = map?.entries ?? [];
  const conditions = entries.map((entry) => parseEntry(entry, findings));
  reportContradictions(entries, true, findings);
  return { kind: 'all', conditions };
}

function parseEntry(entry: YamlEntry, findings: Findings): Condition {
  if (entry.key === 'any' || entry.key === 'all') {
    const items = listOf(entry.value);
    if (entry.key === 'all') {
      reportContradictions(
        items.flatMap((item) => (item.kind === 'map' ? item.entries : [])),
        false,
        findings,
      );
    }
    return { kind: entry.key, conditions: items.map((item) => parseWhen(item, findings)) };
  }
  if (entry.key === 'not') return { kind: 'not', condition: parseWhen(entry.value, findings) };
  if (!/^[.$]/.test(entry.key)) {
    findings.error(
      'VALUE_INVALID',
      entry.place,
      `"${entry.key}" is neither a path (.${entry.key}) nor a name ($${entry.key}), nor any, all or not.`,
    );
  }
  const value = parsePipe(entry.key, entry.keyTextPlace, findings);
  return { kind: 'test', value, tests: parseTests(entry.value, findings) };
}

function parseTests(node: YamlNode, findings: Findings): Test[] {
  if (node.kind !== 'map') return wantTexts(node, 'what a value is compared with', findings).map(cellTest);
  const cidr = node.entries.find((entry) => entry.key === 'cidr');
  if (cidr === undefined || node.entries.length > 1) {
    findings.error(
      'KEY_UNKNOWN',
      node.place,
      'a comparison is a constant, a list, a glob, a range, present, absent or { cidr: [..] }.',
    );
    return [];
  }
  const networks = wantTexts(cidr.value, 'cidr', findings);
  for (const network of networks) {
    if (parseNetwork(network.text) === undefined) {
      findings.error(
        'VALUE_INVALID',
        network.place,
        `"${network.text}" is not a network. Write an address and a length: 10.0.0.0/8.`,
      );
    }
  }
  return [{ kind: 'cidr', networks: networks.map((network) => network.text), place: node.place }];
}

function cellTest(scalar: YamlScalar): Test {
  return { kind: 'cell', cell: parseCell(scalar.text) };
}

/** Two comparisons of one value with different constants, both of which would have to hold. */
function reportContradictions(entries: readonly YamlEntry[], oneMap: boolean, findings: Findings): void {
  const seen = new Map<string, { entry: YamlEntry; constants: readonly string[] }>();
  for (const entry of entries) {
    const constants = constantsOf(entry.value);
    if (constants === undefined || !/^[.$]/.test(entry.key)) continue;
    const earlier = seen.get(entry.key);
    if (earlier === undefined) seen.set(entry.key, { entry, constants });
    else if (!constants.some((constant) => earlier.constants.includes(constant))) {
      const all = [...earlier.constants, ...constants];
      const both = all.length === 2 ? `both ${all.join(' and ')}` : `all of ${all.join(', ')}`;
      findings.error(
        'WHEN_NEVER',
        earlier.entry.place,
        `${entry.key} is ${both}. Use a list: { ${entry.key}: [${all.join(', ')}] }.`,
      );
    } else if (oneMap) {
      findings.error(
        'YAML_DUPLICATE_KEY',
        entry.place,
        `"${entry.key}" already stands in line ${earlier.entry.place.line}. Keep one of them.`,
      );
    }
  }
}

function constantsOf(node: YamlNode): readonly string[] | undefined {
  const scalars = listOf(node);
  if (!scalars.every((scalar) => scalar.kind === 'scalar')) return undefined;
  const cells: Cell[] = scalars.map((scalar) => parseCell((scalar as YamlScalar).text));
  const options = cells.flatMap((cell) => cell.options);
  return options.every((option) => option.kind === 'constant') ? options.map((option) => option.text) : undefined;
}
