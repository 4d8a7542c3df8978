import { and, not, type Query, type TextTest } from '../query/ast.ts';
import { compileRegex } from '../query/regex.ts';
import type { Complaint } from './complaint.ts';
import { splitLookaround } from './split-lookaround.ts';

/**
 * A regular expression of a rule as tests that run in linear time. Look-around at the edges is rewritten: at the
 * beginning of an anchored expression it is a test of its own, at the other edges the text it wants can be matched as
 * well as looked at. Look-around anywhere else and back-references have no such form.
 */
export function linearRegex(pattern: string, flags: string, ask: (test: TextTest) => Query): Query | Complaint {
  const split = splitLookaround(pattern, flags);
  if (split === undefined) return notLinear(pattern);
  for (const part of [split.main, ...split.needs, ...split.forbids]) {
    const compiled = compileRegex(part, flags);
    if ('error' in compiled) {
      return /\(\?(?:<?[=!]|>)|\\[1-9]|[*+?}]\+/.test(part)
        ? notLinear(pattern)
        : { code: 'REGEX_SYNTAX', message: `/${pattern}/ is not a regular expression: ${compiled.error}.` };
    }
  }
  const regex = (part: string): Query => ask({ op: 'regex', pattern: part, flags });
  return and([regex(split.main), ...split.needs.map(regex), ...split.forbids.map((part) => not(regex(part)))]);
}

function notLinear(pattern: string): Complaint {
  return {
    code: 'REGEX_NOT_LINEAR',
    message: `/${pattern}/ needs look-around, back-references or possessive repeats; split it into several selections.`,
  };
}
