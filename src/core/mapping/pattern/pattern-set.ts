import type { Regex } from '../regex.ts';
import { fitTokens } from './fit-tokens.ts';
import type { ParsedPattern } from './pattern-token.ts';

/** One alternative of a set, with the names it can give. */
export interface PatternMatcher {
  readonly names: readonly string[];
  /** Code of the character that a text must begin with, or -1 when any may. */
  readonly head: number;
  /** The values by name, or undefined when the text does not fit. Empty values have no entry. */
  match(text: string): ReadonlyMap<string, string> | undefined;
}

export interface PatternHit {
  /** Which alternative fitted. */
  readonly index: number;
  readonly values: ReadonlyMap<string, string>;
}

/** Fits the whole text with the shortest values that make it fit. */
export function patternMatcher({ tokens, names }: ParsedPattern): PatternMatcher {
  const first = tokens[0];
  const quoted = names.map((_, slot) =>
    tokens.some((t) => t.kind === 'capture' && t.slot === slot && t.as === 'quoted'),
  );
  return {
    names,
    head: first?.kind === 'literal' ? first.text.charCodeAt(0) : -1,
    match(text) {
      const spans = fitTokens(tokens, names.length, text);
      if (spans === undefined) return undefined;
      const values = new Map<string, string>();
      for (let slot = 0; slot < names.length; slot++) {
        const value = text.slice(spans[2 * slot], spans[2 * slot + 1]);
        const bare = quoted[slot] ? withoutQuotes(value) : value;
        if (bare !== '') values.set(names[slot], bare);
      }
      return values;
    },
  };
}

/** A regular expression is searched anywhere; its named groups are the values. */
export function regexMatcher(regex: Regex): PatternMatcher {
  return { names: regex.names, head: -1, match: (text) => regex.named(text) };
}

/** The first alternative, top to bottom, that fits. */
export function firstFit(matchers: readonly PatternMatcher[], text: string): PatternHit | undefined {
  const head = text.charCodeAt(0);
  for (let index = 0; index < matchers.length; index++) {
    const matcher = matchers[index];
    if (matcher.head >= 0 && matcher.head !== head) continue;
    const values = matcher.match(text);
    if (values !== undefined) return { index, values };
  }
  return undefined;
}

/** Removes the quotes and the backslash before a quote inside; other escapes stay as they are. */
function withoutQuotes(text: string): string {
  const inner = text.slice(1, -1);
  return inner.includes('\\') ? inner.replaceAll('\\"', '"') : inner;
}
