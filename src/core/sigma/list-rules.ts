import type { Problem } from '../error/error.ts';
import type { ErrorCode } from '../error/table.ts';
import type { Level, SigmaDocument } from './rule.ts';

/** One line of `kushi rules list --json`. */
export interface RuleListing {
  readonly id: string | null;
  readonly title: string;
  readonly level: Level;
  readonly path: string;
  readonly line: number;
  readonly status: 'loaded' | 'refused' | 'cannot_fire';
  readonly reason: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly line: number | null;
    readonly column: number | null;
  } | null;
  /** The filters that restrict the rule. */
  readonly filters: readonly { readonly title: string; readonly path: string; readonly line: number }[];
}

/** What became of a rule or filter that was read without errors. */
export interface RuleOutcome {
  readonly problems: readonly Problem[];
  readonly filters: readonly SigmaDocument[];
}

/** `refused` has errors or is not evaluated yet; `cannot_fire` waits for a log type, field or, being a filter, rule. */
export function listRule(document: SigmaDocument, outcome: RuleOutcome | undefined): RuleListing {
  const { id, title, level, file, line } = document;
  const refusal = outcome === undefined ? (firstError(document.problems) ?? unsupported(document)) : undefined;
  const hindrance = outcome === undefined ? undefined : firstError(outcome.problems);
  const reason = refusal ?? hindrance;
  const status = refusal !== undefined ? 'refused' : hindrance !== undefined ? 'cannot_fire' : 'loaded';
  const filters = (outcome?.filters ?? []).map((filter) => ({
    title: filter.title,
    path: filter.file,
    line: filter.line,
  }));
  return {
    id,
    title,
    level,
    path: file,
    line,
    status,
    reason: reason === undefined ? null : reasonOf(reason),
    filters,
  };
}

function firstError(problems: readonly Problem[]): Problem | undefined {
  return problems.find((problem) => problem.severity === 'error');
}

function unsupported({ file, line }: SigmaDocument): Problem {
  const message = 'Correlations are read and checked, but not evaluated yet.';
  return { code: 'RULE_UNSUPPORTED', message, location: { file, line, column: 1 }, severity: 'error' };
}

function reasonOf({ code, message, location }: Problem): RuleListing['reason'] {
  return { code, message, line: location.line ?? null, column: location.column ?? null };
}
