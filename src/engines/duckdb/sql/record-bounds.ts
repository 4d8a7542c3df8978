import { ignoresCase, requiredLiteral } from '../../../core/detect/required-literal.ts';
import type { Test, TextTest } from '../../../core/query/ast.ts';
import { parseNumber } from '../../../core/query/number-value.ts';
import { always, anyOf, atMost, type Bounds, exactly } from './bounds.ts';
import { rawColumn } from './column.ts';
import type { Parameters } from './parameters.ts';
import { textCondition } from './text-condition.ts';

/** Characters that JSON may write in two ways even without \u. Cells of CSV double their quotes. */
const escapable = /["\\/\u0000-\u001f]/;

/**
 * Tests of the vendor's own fields are answered by the record's reader; SQL only says which records to open. A value of
 * a record stands in its raw text as it is, unless escapes hide it.
 */
export function recordBounds(test: Test, parameters: Parameters): Bounds {
  switch (test.op) {
    case 'equals':
      return parseNumber(test.value) === undefined ? candidates([test.value], test.cased, parameters) : unknown;
    case 'contains':
    case 'startswith':
    case 'endswith':
    case 'like':
      return candidates(literals(test), test.cased, parameters);
    case 'regex':
      return regexCandidates(test, parameters);
    default:
      return unknown;
  }
}

/** The raw text is one of the texts that keywords look into, so what it passes is decided. */
export function keywordBounds(test: TextTest, parameters: Parameters): Bounds {
  const raw = textCondition(rawColumn, test, parameters);
  if (test.op === 'regex') {
    return { upper: regexCandidates(test, parameters).upper, lower: raw };
  }
  const hits = [raw, ...mayContain(literals(test), test.cased, parameters)].map(exactly);
  return { upper: anyOf(hits).upper, lower: raw };
}

const unknown = atMost(always.upper);

function literals(test: Exclude<TextTest, { op: 'regex' }>): readonly string[] {
  if (test.op !== 'like') return [test.value];
  return test.parts.flatMap((part) => ('literal' in part ? [part.literal] : []));
}

/** Records that may hold what an expression matches: those with the text that stands in all of it, or letters for it. */
function regexCandidates(test: Extract<TextTest, { op: 'regex' }>, parameters: Parameters): Bounds {
  const literal = requiredLiteral(test);
  if (!ignoresCase(test)) return candidates([literal], true, parameters);
  if (/[^\u0000-\u007f]/.test(literal)) return unknown;
  const plain = candidates([literal], false, parameters);
  return /s/i.test(literal) ? anyOf([plain, atMost(rawContains('\u017f', parameters))]) : plain;
}

function candidates(pieces: readonly string[], cased: boolean, parameters: Parameters): Bounds {
  return atMost(anyOf(mayContain(pieces, cased, parameters).map(exactly)).upper);
}

/** Conditions of which one holds if a value with these pieces stands in the raw text, as it is or behind escapes. */
function mayContain(pieces: readonly string[], cased: boolean, parameters: Parameters): readonly string[] {
  const longest = pieces.reduce((a, b) => (b.length > a.length ? b : a), '');
  if (longest === '') return [always.upper];
  const hit = textCondition(rawColumn, { op: 'contains', value: longest, cased }, parameters);
  const hiding = [escapable.test(longest) ? '\\' : '\\u', ...(longest.includes('"') ? ['""'] : [])];
  return [hit, ...hiding.map((text) => rawContains(text, parameters))];
}

function rawContains(text: string, parameters: Parameters): string {
  return `contains(${rawColumn}, ${parameters.bind(text)})`;
}
