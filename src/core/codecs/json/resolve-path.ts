import { ValueKind } from '../../batch/dictionary.ts';
import type { PathStep } from '../reader.ts';
import { type JsonNode, nodeText } from './parse-json.ts';

/**
 * The values a path finds in a record, in the order of the text. This is the definition; the tokeniser does the same.
 *
 * - A member written twice counts as its last value; `*` sees every member as written.
 * - A member step looks into arrays, at any depth. Where it finds nothing, members whose own name has dots are tried
 *   (`.a.b` also finds `"a.b"`), shortest first name first.
 * - Index, `*` and condition steps take anything that is no array for an array of one; `*` of an object is its members.
 * - An array at the end of the path stands for its elements; an object or an array in an array for its JSON text.
 */
export function resolvePath(bytes: Uint8Array, record: JsonNode, steps: readonly PathStep[]): readonly JsonNode[] {
  const found: JsonNode[] = [];
  resolve({ bytes, steps, found }, record, 0);
  return found;
}

interface Search {
  readonly bytes: Uint8Array;
  readonly steps: readonly PathStep[];
  readonly found: JsonNode[];
}

function resolve(search: Search, node: JsonNode, depth: number): void {
  const step = search.steps[depth];
  if (step === undefined) for (const value of node.elements ?? [node]) search.found.push(value);
  else if ('key' in step) resolveKey(search, node, depth);
  else for (const next of stepInto(search.bytes, node, step)) resolve(search, next, depth + 1);
}

function resolveKey(search: Search, node: JsonNode, depth: number): void {
  if (node.elements) {
    for (const element of node.elements) resolveKey(search, element, depth);
    return;
  }
  const before = search.found.length;
  let name = '';
  for (let last = depth; search.found.length === before; last++) {
    const step = search.steps[last];
    if (step === undefined || !('key' in step)) return;
    name = last === depth ? step.key : `${name}.${step.key}`;
    const member = lastMember(node, name);
    if (member) resolve(search, member, last + 1);
  }
}

function lastMember(node: JsonNode, key: string): JsonNode | undefined {
  return node.members?.findLast((member) => member.key === key)?.value;
}

function stepInto(bytes: Uint8Array, node: JsonNode, step: Exclude<PathStep, { key: string }>): readonly JsonNode[] {
  if ('all' in step) return node.elements ?? node.members?.map((member) => member.value) ?? [node];
  const elements = node.elements ?? [node];
  const element = 'index' in step ? elements.at(step.index) : elements.find((one) => fits(bytes, one, step));
  return element === undefined ? [] : [element];
}

/** Letter case of ASCII letters is ignored, as in HTTP header names. */
function fits(bytes: Uint8Array, element: JsonNode, step: { where: string; equals: string }): boolean {
  const member = lastMember(element, step.where);
  if (!member || member.kind === ValueKind.json || member.kind === ValueKind.null) return false;
  return lowerAscii(nodeText(bytes, member)) === lowerAscii(step.equals);
}

export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
