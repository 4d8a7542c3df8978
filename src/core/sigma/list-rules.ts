import type { Problem } from '../error/error.ts';
import type { ErrorCode } from '../error/table.ts';
import type { CompiledRule } from './compile-rule.ts';
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
}

/** What became of a document: `refused` has errors or is not evaluated yet, `cannot_fire` waits for a log type or field. */
export function listRule(document: SigmaDocument, compiled: CompiledRule | undefined): RuleListing {
  const { id, title, level, file, line } = document;
  const refusal = compiled === undefined ? (firstError(document.problems) ?? unsupported(document)) : undefined;
  const hindrance = compiled === undefined ? undefined : firstError(compiled.problems);
  const reason = refusal ?? hindrance;
  const status = refusal !== undefined ? 'refused' : hindrance !== undefined ? 'cannot_fire' : 'loaded';
  return { id, title, level, path: file, line, status, reason: reason === undefined ? null : reasonOf(reason) };
}

function firstError(problems: readonly Problem[]): Problem | undefined {
  return problems.find((problem) => problem.severity === 'error');
}

function unsupported({ file, line, body }: SigmaDocument): Problem {
  const what = body?.kind === 'correlation' ? 'Correlations' : 'Filters';
  const message = `${what} are read and checked, but not evaluated yet.`;
  return { code: 'RULE_UNSUPPORTED', message, location: { file, line, column: 1 }, severity: 'error' };
}

function reasonOf({ code, message, location }: Problem): RuleListing['reason'] {
  return { code, message, line: location.line ?? null, column: location.column ?? null };
}
