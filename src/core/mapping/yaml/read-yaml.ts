import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { Findings } from '../findings.ts';
import { reportYamlErrors } from './yaml-errors.ts';
import type { Place, YamlEntry, YamlNode, YamlScalar } from './yaml-node.ts';

interface Reading {
  readonly text: string;
  readonly lines: LineCounter;
  readonly findings: Findings;
  readonly place: (offset: number) => Place;
  readonly resolve: (node: Node) => unknown;
  /** Maps below these keys report their repeated keys themselves. */
  readonly mayRepeat: ReadonlySet<string>;
}

/**
 * One YAML 1.2 document with the place of every node and scalars as they were written. Aliases are followed. Tags,
 * merge keys and repeated keys are problems; undefined when the file has no structure to go on with.
 */
export function readYaml(
  source: { readonly file: string; readonly text: string },
  findings: Findings,
  mayRepeat: ReadonlySet<string> = new Set(),
): YamlNode | undefined {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { schema: 'failsafe', uniqueKeys: false, lineCounter: lines });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file: source.file, line, column: col };
  };
  if (document.errors.length > 0) {
    reportYamlErrors(source.text, document.errors, place, findings);
    return undefined;
  }
  const resolve = (node: Node): unknown => (isAlias(node) ? node.resolve(document) : node);
  const reading: Reading = { text: source.text, lines, findings, place, resolve, mayRepeat };
  return document.contents === null ? undefined : readNode(document.contents, reading, false);
}

function readNode(raw: Node, reading: Reading, mayRepeat: boolean): YamlNode {
  const node = reading.resolve(raw) as Node | undefined;
  const at = reading.place(raw.range?.[0] ?? 0);
  if (node?.tag && !node.tag.startsWith('tag:yaml.org,2002:')) {
    reading.findings.error('YAML_SYNTAX', at, `Tags (${node.tag}) have no meaning here. Remove it.`);
  }
  if (isMap(node)) {
    const entries = node.items.flatMap((pair) => readPair(pair as Pair<Node, Node | null>, reading, mayRepeat));
    if (!mayRepeat) reportRepeats(entries, reading.findings);
    return { kind: 'map', entries, place: at };
  }
  if (isSeq(node)) {
    return { kind: 'list', items: node.items.map((item) => readNode(item as Node, reading, mayRepeat)), place: at };
  }
  return readScalar(node, at, reading);
}

function readScalar(node: Node | undefined, at: Place, reading: Reading): YamlScalar {
  if (!isScalar(node)) return { kind: 'scalar', text: '', isNull: true, place: at, textPlace: at };
  const text = typeof node.value === 'string' ? node.value : '';
  const isNull = node.type === 'PLAIN' && (text === 'null' || text === '~' || text === '');
  return { kind: 'scalar', text, isNull, place: at, textPlace: textPlace(node, at, reading) };
}

function textPlace(node: { type?: string; range?: unknown }, at: Place, reading: Reading): Place {
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') return { ...at, column: at.column + 1 };
  if (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED') return at;
  const start = reading.lines.lineStarts[at.line] ?? reading.text.length;
  const indent = /^(?:[ ]*\n)*([ ]*)/.exec(reading.text.slice(start))?.[1].length ?? 0;
  return { file: at.file, line: at.line + 1, column: indent + 1 };
}

function readPair(pair: Pair<Node, Node | null>, reading: Reading, mayRepeat: boolean): YamlEntry[] {
  const key = reading.resolve(pair.key) as Node;
  const at = reading.place(pair.key.range?.[0] ?? 0);
  if (!isScalar(key)) {
    reading.findings.error('YAML_SYNTAX', at, 'A key must be a plain name or a quoted text.');
    return [];
  }
  const name = String(key.value);
  if (name === '<<' && key.type === 'PLAIN') {
    reading.findings.error(
      'YAML_SYNTAX',
      at,
      'Merge keys (<<) are not read. Repeat the lines, or use an alias as a value.',
    );
    return [];
  }
  const repeats = mayRepeat || reading.mayRepeat.has(name);
  const value = pair.value
    ? readNode(pair.value, reading, repeats)
    : ({ kind: 'scalar', text: '', isNull: true, place: at, textPlace: at } as const);
  return [{ key: name, place: at, keyTextPlace: textPlace(key, at, reading), value }];
}

function reportRepeats(entries: readonly YamlEntry[], findings: Findings): void {
  const first = new Map<string, YamlEntry>();
  for (const entry of entries) {
    const earlier = first.get(entry.key);
    if (earlier === undefined) first.set(entry.key, entry);
    else {
      findings.error(
        'YAML_DUPLICATE_KEY',
        entry.place,
        `"${entry.key}" already stands in line ${earlier.place.line}. Keep one of them.`,
      );
    }
  }
}
