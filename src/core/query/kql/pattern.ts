import type { PatternPart, TextTest } from '../ast.ts';

const star: PatternPart = { wild: '*' };

/** The plainest test that a pattern over whole texts is: `*a*` is contains, `a*` startswith, `*a` endswith, `a` equals. */
export function patternTest(parts: readonly PatternPart[], cased: boolean): TextTest {
  const joined = joinParts(parts);
  const inner = joined.filter((part): part is { literal: string } => 'literal' in part);
  if (inner.length > 1 || joined.some((part) => 'wild' in part && part.wild === '?')) {
    return { op: 'like', parts: joined, cased };
  }
  const value = inner[0]?.literal ?? '';
  const [before, behind] = [isStar(joined[0]), joined.length > 1 && isStar(joined.at(-1))];
  if (before && (behind || joined.length === 1)) return { op: 'contains', value, cased };
  return { op: before ? 'endswith' : behind ? 'startswith' : 'equals', value, cased };
}

/** The pattern found anywhere in a text. */
export function anywhere(parts: readonly PatternPart[]): readonly PatternPart[] {
  return joinParts([star, ...parts, star]);
}

/** The parts that `patternTest` makes this test of. */
export function patternParts(test: Exclude<TextTest, { op: 'regex' }>): readonly PatternPart[] {
  if (test.op === 'like') return test.parts;
  const literal = { literal: test.value };
  switch (test.op) {
    case 'equals':
      return [literal];
    case 'contains':
      return [star, literal, star];
    case 'startswith':
      return [literal, star];
    case 'endswith':
      return [star, literal];
  }
}

export function isStar(part: PatternPart | undefined): boolean {
  return part !== undefined && 'wild' in part && part.wild === '*';
}

function joinParts(parts: readonly PatternPart[]): PatternPart[] {
  const joined: PatternPart[] = [];
  for (const part of parts) {
    if ('literal' in part && part.literal === '') continue;
    if (isStar(part) && isStar(joined.at(-1))) continue;
    const last = joined.at(-1);
    if (last !== undefined && 'literal' in last && 'literal' in part) {
      joined[joined.length - 1] = { literal: last.literal + part.literal };
    } else joined.push(part);
  }
  return joined;
}
