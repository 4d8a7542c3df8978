/** An expression without look-around at its edges: `main` and all of `needs` must match, none of `forbids` may. */
export interface SplitRegex {
  readonly main: string;
  readonly needs: readonly string[];
  readonly forbids: readonly string[];
}

/**
 * Takes look-around off the edges of an expression that is only asked whether it matches, not where:
 * `^(?=A)(?!B)C` is `^C` and `^A` and not `^B`; `A(?=B)` at the end is `AB`; `(?<=A)B` at the beginning is `AB`.
 * Undefined when there is an alternation around the edges or `^` can match at several places (flag m), where these do
 * not hold. On a field of many values the parts may be met by different values.
 */
export function splitLookaround(pattern: string, flags: string): SplitRegex | undefined {
  const plain = { main: pattern, needs: [], forbids: [] };
  if (!/\(\?<?[=!]/.test(pattern)) return plain;
  if (hasTopLevelAlternation(pattern)) return undefined;
  const front = leading(pattern, flags);
  const main = absorbEdges(front.main);
  return { ...front, main };
}

function leading(pattern: string, flags: string): SplitRegex {
  const needs: string[] = [];
  const forbids: string[] = [];
  if (!pattern.startsWith('^') || flags.includes('m')) return { main: pattern, needs, forbids };
  let rest = pattern.slice(1);
  for (let kind = /^\(\?([=!])/.exec(rest)?.[1]; kind !== undefined; kind = /^\(\?([=!])/.exec(rest)?.[1]) {
    const end = groupEnd(rest, 0);
    (kind === '=' ? needs : forbids).push(`^(?:${rest.slice(3, end - 1)})`);
    rest = rest.slice(end);
  }
  return { main: `^${rest}`, needs, forbids };
}

function absorbEdges(pattern: string): string {
  let absorbed = pattern;
  if (absorbed.startsWith('(?<=')) {
    const end = groupEnd(absorbed, 0);
    absorbed = `(?:${absorbed.slice(4, end - 1)})${absorbed.slice(end)}`;
  }
  const last = absorbed.lastIndexOf('(?=');
  if (last > 0 && groupEnd(absorbed, last) === absorbed.length && absorbed[last - 1] !== '\\') {
    absorbed = `${absorbed.slice(0, last)}(?:${absorbed.slice(last + 3)}`;
  }
  return absorbed;
}

function hasTopLevelAlternation(pattern: string): boolean {
  for (let at = 0; at < pattern.length; at = tokenEnd(pattern, at)) {
    if (pattern[at] === '|') return true;
  }
  return false;
}

/** Where the escape, class, group or character at `at` ends. */
function tokenEnd(pattern: string, at: number): number {
  if (pattern[at] === '\\') return at + 2;
  if (pattern[at] === '[') return classEnd(pattern, at);
  return pattern[at] === '(' ? groupEnd(pattern, at) : at + 1;
}

function classEnd(pattern: string, from: number): number {
  let at = from + (pattern[from + 1] === '^' ? 2 : 1);
  if (pattern[at] === ']') at++;
  while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1;
  return at + 1;
}

function groupEnd(pattern: string, from: number): number {
  let depth = 0;
  for (let at = from; at < pattern.length; ) {
    if (pattern[at] === '(') depth++;
    if (pattern[at] === ')' && --depth === 0) return at + 1;
    at = pattern[at] === '(' ? at + 1 : tokenEnd(pattern, at);
  }
  return pattern.length;
}
