import type { TextTest } from '../query/ast.ts';

/** The longest text that every match of the test must contain; empty when nothing is certain. */
export function requiredLiteral(test: TextTest): string {
  switch (test.op) {
    case 'regex':
      return longest(literalRuns(test.pattern));
    case 'like':
      return longest(test.parts.map((part) => ('literal' in part ? part.literal : '')));
    default:
      return test.value;
  }
}

/** Whether letters of a regular expression may match letters that are not theirs by simple lower case (ſ for s). */
export function ignoresCase(test: TextTest): boolean {
  return test.op === 'regex' && (test.flags.includes('i') || /\(\?[a-zA-Z]*i/.test(test.pattern));
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

/**
 * Texts between the operators of an expression's outermost level. Groups and classes end a text, a repeat that allows
 * none takes the character before it away, and an alternation makes everything uncertain.
 */
function literalRuns(pattern: string): readonly string[] {
  const runs: string[] = [];
  let run = '';
  let at = 0;
  const close = (): void => {
    runs.push(run);
    run = '';
  };
  while (at < pattern.length) {
    const token = readToken(pattern, at);
    at += token.length;
    if (token.kind === 'alternation') return [];
    const repeat = readRepeat(pattern, at);
    at += repeat.length;
    if (token.kind === 'literal' && !repeat.optional) run += token.text;
    if (token.kind !== 'literal' || repeat.length > 0) close();
  }
  close();
  return runs;
}

interface Token {
  readonly kind: 'literal' | 'alternation' | 'other';
  readonly text: string;
  readonly length: number;
}

function readToken(pattern: string, at: number): Token {
  const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  const other = (length: number): Token => ({ kind: 'other', text: '', length });
  switch (character) {
    case '|':
      return { kind: 'alternation', text: '', length: 1 };
    case '\\':
      return readEscape(pattern, at);
    case '[':
      return other(classLength(pattern, at));
    case '(':
      return other(groupLength(pattern, at));
    case '.':
    case '^':
    case '$':
      return other(1);
    default:
      return { kind: 'literal', text: character, length: character.length };
  }
}

/** A backslash before punctuation means the sign itself; before letters and digits it is left uncertain. */
function readEscape(pattern: string, at: number): Token {
  if (pattern.startsWith('\\Q', at)) {
    const end = pattern.indexOf('\\E', at);
    return { kind: 'other', text: '', length: end < 0 ? pattern.length - at : end + 2 - at };
  }
  const next = pattern[at + 1] ?? '';
  if (/^[^\p{L}\p{N}]$/u.test(next)) return { kind: 'literal', text: next, length: 2 };
  const braced = /^\\[pPx]\{[^}]*\}|^\\x[0-9a-fA-F]{2}|^\\p.|^\\P.|^\\[0-7]{1,3}/.exec(pattern.slice(at, at + 40));
  return { kind: 'other', text: '', length: braced?.[0].length ?? 2 };
}

function classLength(pattern: string, from: number): number {
  let at = from + (pattern[from + 1] === '^' ? 2 : 1);
  if (pattern[at] === ']') at++;
  while (at < pattern.length && pattern[at] !== ']') {
    const named = pattern.startsWith('[:', at) ? pattern.indexOf(':]', at) : -1;
    at = named >= 0 ? named + 2 : at + (pattern[at] === '\\' ? 2 : 1);
  }
  return at + 1 - from;
}

function groupLength(pattern: string, from: number): number {
  let depth = 0;
  for (let at = from; at < pattern.length; ) {
    if (pattern[at] === '(') depth++;
    if (pattern[at] === ')' && --depth === 0) return at + 1 - from;
    at += pattern[at] === '(' || pattern[at] === '|' || pattern[at] === ')' ? 1 : readToken(pattern, at).length;
  }
  return pattern.length - from;
}

function readRepeat(pattern: string, at: number): { readonly length: number; readonly optional: boolean } {
  const found = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(pattern.slice(at, at + 16));
  if (found === null) return { length: 0, optional: false };
  return { length: found[0].length, optional: found[0][0] === '*' || found[0][0] === '?' || found[1] === '0' };
}
