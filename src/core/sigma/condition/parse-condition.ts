import { didYouMean } from '../../mapping/nearest.ts';
import { and, none, not, or, type Query } from '../../query/ast.ts';
import { compileWildcard } from '../../query/wildcard.ts';
import { parsePattern } from '../parse-pattern.ts';
import { type ConditionToken, tokenizeCondition } from './tokenize-condition.ts';

export interface ConditionProblem {
  readonly message: string;
  /** Where in the condition, from 0. */
  readonly at: number;
}

export interface ParsedCondition {
  readonly query: Query;
  readonly problems: readonly ConditionProblem[];
}

/** Deepest brackets and negations: far beyond any rule, far from the stack's end. */
const maxDepth = 100;

interface Parser {
  readonly tokens: readonly ConditionToken[];
  readonly detections: ReadonlyMap<string, Query>;
  readonly problems: ConditionProblem[];
  next: number;
}

/**
 * A condition over named detections: `or` binds least, then `and`, `not`, `1 of` / `all of`, brackets. `them` is every
 * detection whose name does not begin with an underscore. Unknown names are reported all at once; a fault of grammar
 * ends the reading.
 */
export function parseCondition(condition: string, detections: ReadonlyMap<string, Query>): ParsedCondition {
  const parser: Parser = { tokens: tokenizeCondition(condition), detections, problems: [], next: 0 };
  const query = parseOr(parser, 0);
  if (query !== undefined && peek(parser).kind !== 'end') fail(parser, 'Expected "and", "or" or the end');
  return { query: query ?? none, problems: parser.problems };
}

function peek(parser: Parser): ConditionToken {
  return parser.tokens[parser.next];
}

function accept(parser: Parser, kind: ConditionToken['kind']): boolean {
  if (peek(parser).kind !== kind) return false;
  parser.next++;
  return true;
}

function fail(parser: Parser, expected: string): undefined {
  const token = peek(parser);
  const found = token.kind === 'end' ? 'the condition ends' : `found "${token.text}"`;
  const hint = token.text === '|' ? ' Counting with | is not part of Sigma 2; write a correlation rule.' : '';
  parser.problems.push({ message: `${expected}, but ${found}.${hint}`, at: token.at });
}

function parseOr(parser: Parser, depth: number): Query | undefined {
  return parseChain(parser, 'or', () => parseChain(parser, 'and', () => parseNot(parser, depth)));
}

function parseChain(parser: Parser, kind: 'and' | 'or', operand: () => Query | undefined): Query | undefined {
  const of: Query[] = [];
  do {
    const query = operand();
    if (query === undefined) return undefined;
    of.push(query);
  } while (accept(parser, kind));
  return kind === 'and' ? and(of) : or(of);
}

function parseNot(parser: Parser, depth: number): Query | undefined {
  if (depth > maxDepth) return fail(parser, `Expected at most ${maxDepth} levels of brackets and "not"`);
  if (!accept(parser, 'not')) return parseOperand(parser, depth);
  const query = parseNot(parser, depth + 1);
  return query === undefined ? undefined : not(query);
}

function parseOperand(parser: Parser, depth: number): Query | undefined {
  if (accept(parser, 'open')) {
    const query = parseOr(parser, depth + 1);
    if (query === undefined) return undefined;
    return accept(parser, 'close') ? query : fail(parser, 'Expected ")"');
  }
  const token = peek(parser);
  if (token.kind !== 'name') return fail(parser, 'Expected the name of a detection, "not" or "("');
  parser.next++;
  if (accept(parser, 'of')) return parseQuantity(parser, token);
  const query = parser.detections.get(token.text);
  return query ?? unknownName(parser, token);
}

function parseQuantity(parser: Parser, quantity: ConditionToken): Query | undefined {
  const joins = { '1': or, any: or, all: and } as const;
  const word = quantity.text.toLowerCase();
  const join = Object.hasOwn(joins, word) ? joins[word as keyof typeof joins] : undefined;
  if (join === undefined) {
    parser.problems.push({ message: `Sigma has "1 of" and "all of", not "${quantity.text} of".`, at: quantity.at });
    return undefined;
  }
  const token = peek(parser);
  if (token.kind !== 'name' && token.kind !== 'them') return fail(parser, 'Expected a name with * or "them"');
  parser.next++;
  const chosen = [...parser.detections].filter(([name]) => isChosen(name, token)).map(([, query]) => query);
  return chosen.length === 0 ? unknownName(parser, token) : join(chosen);
}

function isChosen(name: string, token: ConditionToken): boolean {
  return token.kind === 'them' ? !name.startsWith('_') : compileWildcard(parsePattern(token.text))(name);
}

/** Reported, and reading goes on as if the detection were there. */
function unknownName(parser: Parser, token: ConditionToken): Query {
  const hint = didYouMean(token.text, parser.detections.keys());
  parser.problems.push({ message: `No detection is called "${token.text}".${hint}`, at: token.at });
  return none;
}
