import type { PatternPart, Query, Test, TextTest } from '../ast.ts';
import { escapable } from './lexer.ts';
import { isStar, patternParts } from './pattern.ts';

const signs = { lt: '<', lte: '<=', gt: '>', gte: '>=', equals: '' } as const;

/** A query as KQL that `parseKql` reads back as the same query. */
export function printKql(query: Query): string {
  switch (query.kind) {
    case 'all':
      return '*';
    case 'none':
      return 'not *';
    case 'and':
      return query.of.map((part) => bracket(part, part.kind === 'or')).join(' and ');
    case 'or':
      return query.of.map((part) => bracket(part, false)).join(' or ');
    case 'not':
      return `not ${bracket(query.of, query.of.kind === 'and' || query.of.kind === 'or')}`;
    case 'keyword':
      return printKeyword(query.test);
    case 'test':
      return `${printField(query.field)}${printTest(query.test)}`;
  }
}

function bracket(query: Query, needed: boolean): string {
  return needed ? `(${printKql(query)})` : printKql(query);
}

function printTest(test: Test): string {
  switch (test.op) {
    case 'exists':
      return ': *';
    case 'null':
      return ': null()';
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return ` ${signs[test.op]} ${printText(test.value)}`;
    case 'cidr':
      return `: cidr(${printText(test.cidr)})`;
    case 'fieldref':
      return `: field(${printText(test.field)} ${test.how}${test.cased ? ' cased' : ''})`;
    case 'datepart':
      return `: ${test.part}(${signs[test.is]} ${test.value})`.replace('( ', '(');
    case 'regex':
      return `: ${printRegex(test)}`;
    default: {
      const pattern = printPattern(patternParts(test));
      return test.cased ? `: cased(${pattern})` : `: ${pattern}`;
    }
  }
}

function printKeyword(test: TextTest): string {
  if (test.op === 'regex') return printRegex(test);
  const parts = patternParts(test);
  const inside = parts.length > 2 && isStar(parts[0]) && isStar(parts.at(-1));
  const pattern = printPattern(inside ? parts.slice(1, -1) : parts);
  if (inside) return test.cased ? `cased(${pattern})` : pattern;
  return `${test.cased ? 'cased-whole' : 'whole'}(${pattern})`;
}

function printRegex(test: TextTest & { op: 'regex' }): string {
  return `regex(${quote(test.pattern)}${test.flags === '' ? '' : ` ${test.flags}`})`;
}

function printPattern(parts: readonly PatternPart[]): string {
  if (parts.every((part) => 'literal' in part)) return printText(parts.map((part) => part.literal).join(''));
  return parts.map((part) => ('literal' in part ? escapeLiteral(part.literal) : part.wild)).join('');
}

function printText(text: string): string {
  return /^[\w.@/-]+$/.test(text) && !/^(and|or|not)$/i.test(text) ? text : quote(text);
}

function quote(text: string): string {
  return `"${[...text].map((character) => (/["\\]/.test(character) ? `\\${character}` : control(character))).join('')}"`;
}

/** Blanks inside a pattern would end it. */
function escapeLiteral(text: string): string {
  return [...text].map(escapeCharacter).join('');
}

function escapeCharacter(character: string): string {
  if (escapable.includes(character) || /[ \u00a0\u3000]/.test(character)) return `\\${character}`;
  return control(character);
}

function control(character: string): string {
  const blank = /[\u0000-\u001f\u007f]|\s/.test(character) && !/[ \u00a0\u3000]/.test(character);
  return blank ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : character;
}

/** Quoted steps of a vendor path are part of the name and stay as they are. */
function printField(name: string): string {
  const pieces = name.split(/(?<=\.)("(?:[^"\\]|\\.)*")/s);
  const escaped = pieces.map((piece, i) => (i % 2 === 1 ? piece : escapeLiteral(piece))).join('');
  return escaped.replace(/^(?:and|or|not)$/i, '\\$&');
}
