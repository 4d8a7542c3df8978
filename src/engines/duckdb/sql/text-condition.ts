import { KushiError } from '../../../core/error/error.ts';
import type { PatternPart, TextTest } from '../../../core/query/ast.ts';
import { foldCase, isCaseless } from '../../../core/query/fold-case.ts';
import { compileRegex } from '../../../core/query/regex.ts';
import type { Parameters } from './parameters.ts';

/** A text test of a VARCHAR expression. */
export function textCondition(sql: string, test: TextTest, parameters: Parameters): string {
  if (test.op === 'regex') return `regexp_matches(${sql}, ${parameters.bind(regexText(test.pattern, test.flags))})`;
  const literals = test.op === 'like' ? literalsOf(test.parts) : test.value;
  const asIs = test.cased || isCaseless(literals);
  const subject = asIs ? sql : `lower(${sql})`;
  const fold = asIs ? (text: string) => text : foldCase;
  if (test.op === 'like') return likeCondition(subject, test.parts, fold, parameters);
  const value = parameters.bind(fold(test.value));
  switch (test.op) {
    case 'equals':
      return `${subject} = ${value}`;
    case 'contains':
      return `contains(${subject}, ${value})`;
    case 'startswith':
      return `starts_with(${subject}, ${value})`;
    case 'endswith':
      return `ends_with(${subject}, ${value})`;
  }
}

export function literalsOf(parts: readonly PatternPart[]): string {
  return parts.map((part) => ('literal' in part ? part.literal : '')).join('');
}

/** LIKE is quickest, but walks back over `_`, and its escapes turn that walk on as well; those become a regular expression. */
function likeCondition(
  subject: string,
  parts: readonly PatternPart[],
  fold: (text: string) => string,
  parameters: Parameters,
): string {
  const plain = !/[%_\\]/.test(literalsOf(parts)) && parts.every((part) => 'literal' in part || part.wild === '*');
  if (plain) {
    const pattern = parts.map((part) => ('literal' in part ? fold(part.literal) : '%')).join('');
    return `${subject} LIKE ${parameters.bind(pattern)}`;
  }
  const wild = { '*': '.*', '?': '.' };
  const pattern = parts.map((part) => ('literal' in part ? escapeRegex(fold(part.literal)) : wild[part.wild])).join('');
  return `regexp_full_match(${subject}, ${parameters.bind(`(?s)${pattern}`)})`;
}

function escapeRegex(text: string): string {
  return text.replace(/[^\w\u0080-\u{10ffff}]/gu, (character) => (character === '\0' ? '\\x00' : `\\${character}`));
}

/** Flags stand in the pattern, since those of SQL mean something else. Throws as the evaluator does. */
function regexText(pattern: string, flags: string): string {
  const regex = compileRegex(pattern, flags);
  if ('error' in regex) {
    throw new KushiError('QUERY_VALUE_INVALID', `/${pattern}/ is not a regular expression RE2 knows: ${regex.error}`);
  }
  return flags === '' ? pattern : `(?${flags})${pattern}`;
}
