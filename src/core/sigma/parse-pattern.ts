import type { PatternPart } from '../query/ast.ts';

/**
 * Sigma's wildcards: `*` and `?`, made plain by a backslash, which itself needs one only before a wildcard. `\\` is one
 * backslash, and a backslash before anything else is itself (Sigma specification 2.1, "Escaping").
 */
export function parsePattern(written: string): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  let literal = '';
  for (let at = 0; at < written.length; at++) {
    const character = written[at];
    const next = written[at + 1];
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at++;
    } else if (character === '*' || character === '?') {
      if (literal !== '') parts.push({ literal });
      literal = '';
      parts.push({ wild: character });
    } else {
      literal += character;
    }
  }
  if (literal !== '') parts.push({ literal });
  return parts;
}
