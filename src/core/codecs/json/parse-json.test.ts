import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ValueKind } from '../../batch/dictionary.ts';
import { type JsonNode, maxDepth, nodeText, parseJson } from './parse-json.ts';

const encoder = new TextEncoder();

/** What JSON.parse would give for the tree. */
function toValue(bytes: Uint8Array, node: JsonNode): unknown {
  if (node.elements) return node.elements.map((element) => toValue(bytes, element));
  if (node.members) {
    const entries = node.members.map(({ key, value }) => [key, toValue(bytes, value)] as const);
    return Object.fromEntries(entries);
  }
  if (node.kind === ValueKind.null) return null;
  if (node.kind === ValueKind.boolean) return nodeText(bytes, node) === 'true';
  return node.kind === ValueKind.number ? Number(nodeText(bytes, node)) : nodeText(bytes, node);
}

function tryParse(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** JSON and texts that are nearly JSON. */
const anyText = fc
  .tuple(
    fc.oneof(fc.json({ maxDepth: 4 }), fc.json({ stringUnit: 'binary' })),
    fc.array(fc.tuple(fc.nat(), fc.nat(1), fc.constantFrom(...'"\\{}[],:0e-.tn \n\u0001x'))),
    fc.constantFrom(0, 0, 1, 2),
  )
  .map(([json, edits, spaces]) => {
    const characters = [...(spaces ? JSON.stringify(JSON.parse(json), null, spaces) : json)];
    for (const [at, removed, added] of edits.slice(0, 2))
      characters.splice(at % (characters.length + 1), removed, added);
    return characters.join('').trim();
  });

test('accepts what JSON.parse accepts, with the same value', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const bytes = encoder.encode(text);
      const node = parseJson(bytes, 0, bytes.length);
      const isWhole = 'end' in node && node.end === bytes.length;
      const expected = tryParse(new TextDecoder().decode(bytes));
      expect(isWhole).toBe(expected !== null);
      if (isWhole) expect(toValue(bytes, node)).toEqual(expected?.value);
    }),
    { numRuns: 2000 },
  );
});

test('every beginning of a value asks for more, or is a value', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const bytes = encoder.encode(text);
      for (let to = 0; to < bytes.length; to++) {
        const node = parseJson(bytes, 0, to);
        if ('reason' in node) expect(node).toEqual({ reason: 'more', at: to });
      }
    }),
  );
});

test.each([
  ['[1,]', 'syntax', 3],
  ['{"a" 1}', 'syntax', 5],
  ['{"a":trux}', 'syntax', 8],
  ['"\\u12g4"', 'syntax', 5],
  ['"a\nb"', 'syntax', 2],
  ['01', undefined, 1],
  ['-x', 'syntax', 1],
  ['1.e3', 'syntax', 2],
])('%s', (text, reason, at) => {
  const bytes = encoder.encode(text);
  const node = parseJson(bytes, 0, bytes.length);
  expect('reason' in node ? [node.reason, node.at] : [undefined, node.end]).toEqual([reason, at]);
});

test('nests as deep as allowed and no deeper', () => {
  const nested = (depth: number) => encoder.encode('['.repeat(depth) + ']'.repeat(depth));
  expect(parseJson(nested(maxDepth), 0, 2 * maxDepth)).toMatchObject({ start: 0, end: 2 * maxDepth });
  expect(parseJson(nested(maxDepth + 1), 0, 2 * maxDepth + 2)).toEqual({ reason: 'deep', at: maxDepth });
});
