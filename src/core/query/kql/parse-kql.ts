import { KushiError, type Problem } from '../../error/error.ts';
import type { Checked } from '../../logtype/logtype.ts';
import { all, and, not, or, type Query } from '../ast.ts';
import { FieldResolver, type KqlFields } from './field-resolver.ts';
import { fieldValue, type QueryField, type ValueOp } from './field-value.ts';
import { type LexMode, locate, readToken, syntaxError, type Token, type Word } from './lexer.ts';
import { anywhere, isStar, patternTest } from './pattern.ts';
import {
  type Argument,
  type FunctionResult,
  fieldFunction,
  fieldFunctions,
  keywordFunction,
  keywordFunctions,
  plainText,
} from './value-function.ts';

export interface KqlOptions {
  readonly fields: KqlFields;
  /** INT64 nanoseconds: what `now` in date math means. */
  readonly now: bigint;
}

/** How tightly the words between two tests bind. */
const power = { or: 1, and: 2, not: 3 } as const;

/** Deeper brackets than anyone writes, and few enough for every engine's own stack. */
const deepest = 100;

const ranges: Readonly<Record<string, ValueOp>> = { ':': 'equals', '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' };

type Test = () => Query;

/**
 * KQL as Kibana documents it, with the additions of docs/search.md, to a query. Nothing is an empty search: all. A
 * syntax error ends the reading (QUERY_SYNTAX); unknown fields and unfit values are all reported at once.
 */
export function parseKql(text: string, options: KqlOptions): Checked<Query> {
  const parser = new KqlParser(text, options);
  try {
    const value = parser.parse();
    return parser.problems.length > 0 ? { problems: parser.problems } : { value, problems: [] };
  } catch (error) {
    if (!(error instanceof KushiError)) throw error;
    const problem: Problem = {
      code: error.code,
      message: error.message,
      location: error.location ?? {},
      severity: 'error',
    };
    return { problems: [...parser.problems, problem] };
  }
}

/** A Pratt parser; tokens are read on demand because a colon means another thing in values than in names. */
class KqlParser {
  readonly problems: Problem[] = [];
  readonly #text: string;
  readonly #options: KqlOptions;
  readonly #resolver: FieldResolver;
  #at = 0;
  #depth = 0;

  constructor(text: string, options: KqlOptions) {
    this.#text = text;
    this.#options = options;
    this.#resolver = new FieldResolver(options.fields);
  }

  parse(): Query {
    if (this.#peek().kind === 'end') return all;
    const query = this.#expression(0, () => this.#clause(''));
    const rest = this.#peek();
    if (rest.kind !== 'end') throw this.#unexpected(rest, '`and`, `or` or the end');
    return query;
  }

  /** Tests joined by `and` and `or` that bind tighter than `least`, with `not` before any of them. */
  #expression(least: number, test: Test): Query {
    let query = this.#prefix(test);
    for (;;) {
      const token = this.#peek();
      if (token.kind !== 'keyword' || token.text === 'not' || power[token.text] <= least) return query;
      this.#at = token.end;
      const right = this.#expression(power[token.text], test);
      query = token.text === 'and' ? and([query, right]) : or([query, right]);
    }
  }

  #prefix(test: Test): Query {
    const token = this.#peek();
    if (token.kind === 'keyword' && token.text === 'not') {
      this.#at = token.end;
      return not(this.#expression(power.not, test));
    }
    return isSymbol(token, '(') ? this.#nested(')', test) : test();
  }

  #nested(close: ')' | '}', test: Test): Query {
    const open = this.#take();
    if (++this.#depth > deepest) throw syntaxError(this.#text, open.start, `Brackets nest deeper than ${deepest}.`);
    const query = this.#expression(0, test);
    const end = this.#take();
    if (!isSymbol(end, close)) throw this.#unexpected(end, `\`and\`, \`or\` or \`${close}\``);
    this.#depth--;
    return query;
  }

  /** A test of a field, or free text. `prefix` is the field whose braces we are in: `user: { name: alice }`. */
  #clause(prefix: string): Query {
    const word = this.#peek();
    if (word.kind !== 'word') throw this.#unexpected(word, prefix === '' ? 'a field or a text' : 'a field');
    this.#at = word.end;
    const sign = this.#peek();
    if (sign.kind === 'symbol' && Object.hasOwn(ranges, sign.text)) {
      this.#at = sign.end;
      return this.#fieldTest(word, prefix, ranges[sign.text]);
    }
    if (prefix !== '') throw this.#unexpected(sign, '`:` or a comparison behind the field');
    return this.#freeText(word, sign);
  }

  #fieldTest(word: Word, prefix: string, op: ValueOp): Query {
    const next = this.#peek('value');
    if (op === 'equals' && isSymbol(next, '{')) {
      const inner = `${prefix}${plainText(word.parts)}.`;
      return this.#nested('}', () => this.#clause(inner));
    }
    const fields = this.#fields(word, prefix);
    if (op === 'equals' && isSymbol(next, '(')) return this.#nested(')', () => this.#value(fields, op));
    return this.#value(fields, op);
  }

  #fields(word: Word, prefix: string): readonly QueryField[] {
    const found = this.#resolver.resolve(word, prefix);
    if ('fields' in found) return found.fields;
    this.#report('QUERY_FIELD_UNKNOWN', word.start, found.message);
    return [];
  }

  #value(fields: readonly QueryField[], op: ValueOp): Query {
    const word = this.#peek('value');
    if (word.kind !== 'word') throw this.#unexpected(word, 'a value');
    this.#at = word.end;
    const called = this.#call(word, fieldFunctions);
    if (called !== undefined) return this.#callTest(word, op, fields, fieldFunction(called, this.#arguments()));
    const parts = word.quoted ? word.parts : this.#continued(word);
    const wild = parts.some((part) => 'wild' in part);
    if (!wild || op !== 'equals') return this.#plainValue(fields, op, plainText(parts), word);
    const test = parts.length === 1 && isStar(parts[0]) ? ({ op: 'exists' } as const) : patternTest(parts, false);
    return or(fields.map(({ name }) => ({ kind: 'test', field: name, test })));
  }

  /** Fields found by a wildcard are tested as far as the value fits them: `user.*: alice` cannot be meant for numbers. */
  #plainValue(fields: readonly QueryField[], op: ValueOp, value: string, word: Word): Query {
    const tests = fields.map((field) => fieldValue(field, op, value, this.#options.now));
    const fitting = tests.filter((test) => test !== undefined);
    if (fitting.length === 0 && fields.length > 0) {
      const message = this.#resolver.unfit(fields[0], op, value);
      this.#report('QUERY_VALUE_INVALID', word.start, message);
    }
    return or(fitting);
  }

  #callTest(word: Word, op: ValueOp, fields: readonly QueryField[], result: FunctionResult): Query {
    if (op !== 'equals') throw syntaxError(this.#text, word.start, 'A function goes with `:` only.');
    if ('expected' in result) throw syntaxError(this.#text, word.start, `Expected ${result.expected}.`);
    if (result.test.op === 'fieldref') {
      const unknown = this.#resolver.check(result.test.field);
      if (unknown !== undefined) this.#report('QUERY_FIELD_UNKNOWN', word.start, unknown);
    }
    return or(fields.map(({ name }) => ({ kind: 'test', field: name, test: result.test })));
  }

  /** Unquoted values go on over blanks, as in Kibana: `user.full_name: Alice Example`. */
  #continued(first: Word): Word['parts'] {
    let parts = first.parts;
    for (;;) {
      const next = this.#peek();
      if (next.kind !== 'word' || next.quoted) return parts;
      const behind = readToken(this.#text, next.end, 'name');
      if (behind.kind === 'symbol' && Object.hasOwn(ranges, behind.text)) {
        throw this.#unexpected(next, '`and` or `or` before the next field');
      }
      parts = [...parts, { literal: this.#text.slice(this.#at, next.start) }, ...next.parts];
      this.#at = next.end;
    }
  }

  #freeText(word: Word, next: Token): Query {
    const called = this.#call(word, keywordFunctions);
    if (called !== undefined) {
      const result = keywordFunction(called, this.#arguments());
      if ('test' in result) return { kind: 'keyword', test: result.test };
      throw syntaxError(this.#text, word.start, `Expected ${result.expected}.`);
    }
    if (!word.quoted && word.parts.length === 1 && isStar(word.parts[0])) return all;
    const query: Query = { kind: 'keyword', test: patternTest(anywhere(word.parts), false) };
    return next.kind === 'word' ? and([query, this.#prefix(() => this.#clause(''))]) : query;
  }

  /** The function's name if a parenthesis stands right behind the word. */
  #call(word: Word, functions: readonly string[]): string | undefined {
    if (word.quoted || this.#text[word.end] !== '(') return undefined;
    const name = plainText(word.parts).toLowerCase();
    if (functions.includes(name)) return name;
    throw syntaxError(this.#text, word.start, `There is no ${name}(…) here; expected one of ${functions.join(', ')}.`);
  }

  #arguments(): readonly Argument[] {
    this.#take();
    const args: Argument[] = [];
    for (;;) {
      const token = this.#take('value');
      if (isSymbol(token, ')')) return args;
      if (token.kind === 'word') args.push(token);
      else if (token.kind === 'symbol') args.push({ parts: [{ literal: token.text }] });
      else throw this.#unexpected(token, 'a value or `)`');
    }
  }

  #peek(mode: LexMode = 'name'): Token {
    return readToken(this.#text, this.#at, mode);
  }

  #take(mode: LexMode = 'name'): Token {
    const token = this.#peek(mode);
    this.#at = token.end;
    return token;
  }

  #unexpected(token: Token, expected: string): KushiError {
    const found = token.kind === 'end' ? 'the end of the search' : `\`${this.#text.slice(token.start, token.end)}\``;
    return syntaxError(this.#text, token.start, `Expected ${expected}, found ${found}.`);
  }

  #report(code: 'QUERY_FIELD_UNKNOWN' | 'QUERY_VALUE_INVALID', at: number, message: string): void {
    this.problems.push({ code, message, location: locate(this.#text, at), severity: 'error' });
  }
}

function isSymbol(token: Token, text: string): boolean {
  return token.kind === 'symbol' && token.text === text;
}
