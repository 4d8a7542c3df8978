import { lowerAscii } from '../json/resolve-path.ts';
import type { PathStep } from '../reader.ts';

/** A member that goes on to a node; `joined` is how many further steps its name takes in, joined with dots. */
export interface TrieMember {
  readonly name: string;
  readonly child: TrieNode;
  readonly joined: number;
}

export interface TrieCondition {
  readonly where: string;
  /** In lower case. */
  readonly equals: string;
  readonly child: TrieNode;
}

/** A place in the wanted paths. Column -1: no path ends here. */
export interface TrieNode {
  column: number;
  readonly members: TrieMember[];
  all: TrieNode | null;
  readonly indexes: Map<number, TrieNode>;
  readonly conditions: TrieCondition[];
}

/**
 * All paths as one tree; path number i ends at the node with column i. A run of members is also reachable by its name
 * joined with dots, for vendors who write `"a.b": 1` where others nest.
 */
export function buildTrie(paths: readonly (readonly PathStep[])[]): TrieNode {
  const root = createNode();
  for (const [column, steps] of paths.entries()) addPath(root, steps, column);
  return root;
}

function createNode(): TrieNode {
  return { column: -1, members: [], all: null, indexes: new Map(), conditions: [] };
}

function addPath(root: TrieNode, steps: readonly PathStep[], column: number): void {
  const nodes = [root];
  for (const step of steps) nodes.push(childOf(nodes[nodes.length - 1], step));
  nodes[steps.length].column = column;
  for (let from = 0; from < steps.length; from++) addJoinedNames(nodes, steps, from);
}

function childOf(node: TrieNode, step: PathStep): TrieNode {
  if ('key' in step) return memberChild(node, step.key);
  if ('all' in step) {
    node.all ??= createNode();
    return node.all;
  }
  if ('index' in step) {
    const child = node.indexes.get(step.index) ?? createNode();
    node.indexes.set(step.index, child);
    return child;
  }
  const equals = lowerAscii(step.equals);
  const known = node.conditions.find((one) => one.where === step.where && one.equals === equals);
  if (known) return known.child;
  const child = createNode();
  node.conditions.push({ where: step.where, equals, child });
  return child;
}

function memberChild(node: TrieNode, name: string): TrieNode {
  const known = node.members.find((one) => one.name === name && one.joined === 0);
  if (known) return known.child;
  const child = createNode();
  node.members.push({ name, child, joined: 0 });
  return child;
}

function addJoinedNames(nodes: readonly TrieNode[], steps: readonly PathStep[], from: number): void {
  const names: string[] = [];
  for (let to = from; to < steps.length; to++) {
    const step = steps[to];
    if (!('key' in step)) return;
    names.push(step.key);
    const name = names.join('.');
    const child = nodes[to + 1];
    const { members } = nodes[from];
    if (members.some((one) => one.name === name && one.child === child)) continue;
    members.push({ name, child, joined: to - from });
  }
}
