import type { DatePart, PatternPart, Test, TextTest } from '../ast.ts';
import { parseCidr } from '../ip-value.ts';
import { compileRegex } from '../regex.ts';
import { anywhere, patternTest } from './pattern.ts';

/** One argument of a function: a word, or a range sign. */
export interface Argument {
  readonly parts: readonly PatternPart[];
}

/** A test, or what the function wants. */
export type FunctionResult = { readonly test: Test } | { readonly expected: string };

const dateParts = ['minute', 'hour', 'day', 'week', 'month', 'year'];
export const fieldFunctions = ['regex', 'cased', 'cidr', 'null', 'field', ...dateParts];
export const keywordFunctions = ['regex', 'cased', 'whole', 'cased-whole'];

const relations = ['equals', 'contains', 'startswith', 'endswith'] as const;
const signs: Readonly<Record<string, 'lt' | 'lte' | 'gt' | 'gte'>> = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' };

/**
 * What KQL itself cannot say, written so that it is no KQL (there a parenthesis behind a word is an error), after
 * `field:`: `regex("^svc-\d+$" i)`, `cased(Admin*)`, `cidr(203.0.113.0/24)` for text fields, `null()`,
 * `field(user.target.name contains cased)`, `hour(>= 18)`.
 */
export function fieldFunction(name: string, args: readonly Argument[]): FunctionResult {
  const texts = args.map(({ parts }) => plainText(parts));
  if (name === 'regex') return regexFunction(texts);
  if (name === 'cased' && args.length === 1) return { test: patternTest(args[0].parts, true) };
  if (name === 'cidr') {
    const ok = texts.length === 1 && parseCidr(texts[0]) !== undefined;
    return ok ? { test: { op: 'cidr', cidr: texts[0] } } : { expected: 'a network such as cidr(203.0.113.0/24)' };
  }
  if (name === 'null' && args.length === 0) return { test: { op: 'null' } };
  if (name === 'field') return fieldReference(texts);
  if (dateParts.includes(name)) return datePartFunction(name as DatePart, texts);
  return { expected: name === 'null' ? 'nothing inside null()' : 'one value such as cased(Admin*)' };
}

/** As free text: `regex(…)`, `cased(Denied)` anywhere in a value, `whole(denied)` and `cased-whole(Denied)` all of a value. */
export function keywordFunction(name: string, args: readonly Argument[]): { test: TextTest } | { expected: string } {
  if (name === 'regex') return regexFunction(args.map(({ parts }) => plainText(parts)));
  if (args.length !== 1) return { expected: `one value such as ${name}(denied*)` };
  const { parts } = args[0];
  return { test: patternTest(name === 'cased' ? anywhere(parts) : parts, name !== 'whole') };
}

function regexFunction(texts: readonly string[]): { test: TextTest } | { expected: string } {
  const [pattern, flags = '', ...more] = texts;
  if (pattern === undefined || more.length > 0) return { expected: 'a pattern and flags such as regex("^svc-" i)' };
  const regex = compileRegex(pattern, flags);
  if ('error' in regex) return { expected: `a regular expression RE2 knows (${regex.error})` };
  return { test: { op: 'regex', pattern, flags } };
}

function fieldReference(texts: readonly string[]): FunctionResult {
  const [field, ...words] = texts;
  const how = relations.find((relation) => words.includes(relation));
  const cased = words.includes('cased');
  if (field === undefined || words.length !== Number(how !== undefined) + Number(cased)) {
    return {
      expected: `a field, one of ${relations.join(', ')}, and cased, such as field(user.target.name equals cased)`,
    };
  }
  return { test: { op: 'fieldref', field, how: how ?? 'equals', cased } };
}

function datePartFunction(part: DatePart, texts: readonly string[]): FunctionResult {
  const number = texts.at(-1) ?? '';
  const is = texts.length === 1 ? 'equals' : signs[texts[0]];
  if (texts.length > 2 || is === undefined || !/^\d{1,9}$/.test(number)) {
    return { expected: `a number such as ${part}(>= 18)` };
  }
  return { test: { op: 'datepart', part, is, value: Number(number) } };
}

/** A word as plain text: in patterns of their own, wildcards mean nothing here. */
export function plainText(parts: readonly PatternPart[]): string {
  return parts.map((part) => ('literal' in part ? part.literal : part.wild)).join('');
}
