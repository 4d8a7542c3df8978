import { KushiError } from '../error/error.ts';
import type { TextTest } from './ast.ts';
import { foldCase } from './fold-case.ts';
import { compileRegex } from './regex.ts';
import { compileWildcard } from './wildcard.ts';

/** Throws QUERY_VALUE_INVALID for a regular expression that RE2 does not know. */
export function compileTextTest(test: TextTest): (text: string) => boolean {
  if (test.op === 'regex') return compileRegexTest(test.pattern, test.flags);
  const fold = test.cased ? (text: string) => text : foldCase;
  const compare = comparer(test, fold);
  return test.cased ? compare : (text) => compare(foldCase(text));
}

function comparer(test: Exclude<TextTest, { op: 'regex' }>, fold: (text: string) => string): (text: string) => boolean {
  if (test.op === 'like') {
    return compileWildcard(test.parts.map((part) => ('literal' in part ? { literal: fold(part.literal) } : part)));
  }
  const value = fold(test.value);
  switch (test.op) {
    case 'equals':
      return (text) => text === value;
    case 'contains':
      return (text) => text.includes(value);
    case 'startswith':
      return (text) => text.startsWith(value);
    case 'endswith':
      return (text) => text.endsWith(value);
  }
}

function compileRegexTest(pattern: string, flags: string): (text: string) => boolean {
  const regex = compileRegex(pattern, flags);
  if ('matches' in regex) return regex.matches;
  throw new KushiError('QUERY_VALUE_INVALID', `/${pattern}/ is not a regular expression RE2 knows: ${regex.error}`);
}
