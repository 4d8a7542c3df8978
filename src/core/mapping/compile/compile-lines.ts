import type { Pattern } from '../ast.ts';
import { firstFit } from '../pattern/pattern-set.ts';
import type { LinePatterns } from '../target.ts';
import { compilePattern } from './compile-match.ts';
import type { Context } from './context.ts';

/** `record.text`: the patterns, tried in order, that cut a line into named values. */
export function compileLines(patterns: readonly Pattern[], context: Context): LinePatterns {
  const matchers = patterns.flatMap((pattern) => compilePattern(pattern, [], context)?.matcher ?? []);
  return {
    names: [...new Set(matchers.flatMap((matcher) => matcher.names))],
    split: (line) => firstFit(matchers, line)?.values ?? null,
  };
}
