import type { Assignment, Match, Pattern } from '../ast.ts';
import { type Cell, keyFits, parseCell } from '../cell.ts';
import { didYouMean } from '../nearest.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';
import {
  firstFit,
  type PatternHit,
  type PatternMatcher,
  patternMatcher,
  regexMatcher,
} from '../pattern/pattern-set.ts';
import { compileRegex } from '../regex.ts';
import { cellValue, noValue, type Table } from '../table/table.ts';
import type { Input } from '../target.ts';
import { type Evaluator, noItems, type Run, textItem, unionInputs } from '../value/item.ts';
import { type Place, shiftPlace } from '../yaml/yaml-node.ts';
import { compileExpression } from './compile-expression.ts';
import { type Context, type Frame, sourceFrame } from './context.ts';

/** A `match` as a function: which pattern fitted, and the values of its captures. */
export interface CompiledMatch {
  readonly inputs: ReadonlySet<Input>;
  readonly patterns: readonly CompiledPattern[];
  hit(run: Run): PatternHit | undefined;
}

export interface CompiledPattern {
  readonly matcher: PatternMatcher;
  readonly place: Place;
  readonly set: readonly Assignment[];
  /** Key cells of a pattern table's row; none otherwise. */
  readonly keys: readonly Cell[];
}

/** Several fields ask for the same text; the answers of the last few thousand texts are kept. */
const rememberedTexts = 4096;

export function compileMatch(match: Match, frame: Frame): CompiledMatch {
  const from = compileExpression(match.from, sourceFrame(frame));
  const by = (match.table?.by ?? []).map((value) => compileExpression(value, sourceFrame(frame)));
  const patterns = match.table
    ? tablePatterns(match.table, by.length, frame.context)
    : match.patterns.flatMap((pattern) => compilePattern(pattern, [], frame.context) ?? []);
  const matchers = patterns.map((pattern) => pattern.matcher);
  const find = remember((key) => (key.length === 1 ? firstFit(matchers, key[0]) : findByKeys(patterns, key)));
  return {
    inputs: unionInputs([from, ...by]),
    patterns,
    hit(run) {
      const text = from.evaluate(run)[0]?.text;
      return text === undefined ? undefined : find([text, ...by.map((value) => value.evaluate(run)[0]?.text)]);
    },
  };
}

/** The values of a capture. An absent spelling that it took is absent. */
export function captureEvaluator(match: CompiledMatch, name: string, context: Context): Evaluator {
  return {
    inputs: match.inputs,
    evaluate(run) {
      const value = match.hit(run)?.values.get(name);
      return value === undefined || context.absent.has(value) ? noItems : [textItem(value)];
    },
  };
}

type MatchKey = readonly [string, ...(string | undefined)[]];

function findByKeys(patterns: readonly CompiledPattern[], [text, ...keys]: MatchKey): PatternHit | undefined {
  for (let index = 0; index < patterns.length; index++) {
    if (!patterns[index].keys.every((cell, i) => keyFits(cell, keys[i]))) continue;
    const values = patterns[index].matcher.match(text);
    if (values !== undefined) return { index, values };
  }
  return undefined;
}

function remember(find: (key: MatchKey) => PatternHit | undefined): (key: MatchKey) => PatternHit | undefined {
  const known = new Map<string, PatternHit | undefined>();
  return (key) => {
    const text = key.length === 1 ? key[0] : JSON.stringify(key);
    if (known.has(text)) return known.get(text);
    const hit = find(key);
    if (known.size >= rememberedTexts) known.clear();
    known.set(text, hit);
    return hit;
  };
}

/** A pattern or regular expression; undefined, with a problem, when it cannot be read. */
export function compilePattern(pattern: Pattern, keys: readonly Cell[], context: Context): CompiledPattern | undefined {
  if (pattern.kind === 'regex') {
    const regex = compileRegex(pattern.text);
    if (!('code' in regex)) return { matcher: regexMatcher(regex), place: pattern.place, set: pattern.set, keys };
    context.findings.error(regex.code, pattern.place, regex.message);
    return undefined;
  }
  const parsed = parsePattern(pattern.text);
  if (!('code' in parsed)) return { matcher: patternMatcher(parsed), place: pattern.place, set: pattern.set, keys };
  context.findings.error(parsed.code, shiftPlace(pattern.place, parsed.at), parsed.message);
  return undefined;
}

/** Rows of a pattern table: key cells, the column `pattern`, and constants for fields. */
function tablePatterns(
  reference: NonNullable<Match['table']>,
  keyColumns: number,
  context: Context,
): CompiledPattern[] {
  const table = context.tables.get(reference.name);
  if (table === undefined) {
    const hint = didYouMean(reference.name, context.tables.keys());
    context.findings.error(
      'TABLE_UNKNOWN',
      reference.place,
      `no table "${reference.name}".${hint} Tables stand under tables: or in tables/${reference.name}.tsv.`,
    );
    return [];
  }
  if (table.columns[keyColumns]?.name !== 'pattern') {
    context.findings.error(
      'TABLE_SHAPE',
      table.place,
      `a pattern table has the columns of by (${keyColumns}), then "pattern", then fields.`,
    );
    return [];
  }
  return table.rows.flatMap((_, row) => rowPattern(table, row, keyColumns, context) ?? []);
}

function rowPattern(table: Table, index: number, keyColumns: number, context: Context): CompiledPattern | undefined {
  const row = table.rows[index];
  const set: Assignment[] = [];
  for (let column = keyColumns + 1; column < table.columns.length; column++) {
    if (row.cells[column] === noValue) continue;
    const place = row.places[column];
    set.push({
      field: table.columns[column].name,
      place,
      value: { kind: 'constant', text: cellValue(row.cells[column]), place },
    });
  }
  const pattern: Pattern = { kind: 'pattern', text: row.cells[keyColumns], place: row.places[keyColumns], set };
  return compilePattern(pattern, row.cells.slice(0, keyColumns).map(parseCell), context);
}
