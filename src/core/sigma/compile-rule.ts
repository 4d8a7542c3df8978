import type { Problem } from '../error/error.ts';
import { didYouMean } from '../mapping/nearest.ts';
import type { Query } from '../query/ast.ts';
import { logsourceText, nearestLogsource } from './nearest-logsource.ts';
import { resolveQuery, type UnknownField } from './resolve-query.ts';
import type { Resolver } from './resolver.ts';
import type { SigmaRule } from './rule.ts';

/** A rule as queries over the fields of each dataset it can match in. */
export interface CompiledRule {
  readonly rule: SigmaRule;
  /** By dataset; empty when the rule cannot fire. */
  readonly queries: ReadonlyMap<string, Query>;
  /**
   * RULE_LOGSOURCE_UNKNOWN or RULE_FIELD_UNKNOWN: errors when the rule cannot fire because of them, warnings when it
   * can without (a field in a negation or in one of several alternatives).
   */
  readonly problems: readonly Problem[];
}

/** Turns the names in a rule into fields. `file` is for messages. */
export function compileRule(rule: SigmaRule, resolver: Resolver, file: string): CompiledRule {
  const datasets = resolver.datasets(rule.logsource);
  if (datasets.length === 0) return { rule, queries: new Map(), problems: [unknownLogsource(rule, resolver, file)] };
  const queries = new Map<string, Query>();
  const unknown = new Map<string, readonly UnknownField[]>();
  for (const dataset of datasets) {
    const { query, missing } = resolveQuery(rule.query, (name) => resolver.field(dataset, name));
    if (query.kind !== 'none') queries.set(dataset, query);
    unknown.set(dataset, missing);
  }
  const severity = queries.size === 0 ? 'error' : 'warning';
  const reported = severity === 'error' ? datasets : [...queries.keys()];
  const problems = reported.flatMap((dataset) =>
    (unknown.get(dataset) ?? []).map((field) => unknownField(field, { rule, dataset, file, severity })),
  );
  return { rule, queries, problems: problems.length === 0 && queries.size === 0 ? [neverTrue(file)] : problems };
}

function unknownLogsource(rule: SigmaRule, { logsources }: Resolver, file: string): Problem {
  const near = nearestLogsource(rule.logsource, logsources);
  const hint = near === undefined ? '' : `; the nearest is ${logsourceText(near)}`;
  return {
    code: 'RULE_LOGSOURCE_UNKNOWN',
    message: `No log type has the log source ${logsourceText(rule.logsource)}${hint}.`,
    location: { file, ...rule.logsourcePosition },
    severity: 'error',
  };
}

function unknownField(
  { name, nearest }: UnknownField,
  at: {
    readonly rule: SigmaRule;
    readonly dataset: string;
    readonly file: string;
    readonly severity: Problem['severity'];
  },
): Problem {
  const hint = nearest === undefined ? '' : didYouMean(name, [nearest]);
  return {
    code: 'RULE_FIELD_UNKNOWN',
    message: `${at.dataset} has no field "${name}".${hint}`,
    location: { file: at.file, ...at.rule.fields.get(name) },
    severity: at.severity,
  };
}

function neverTrue(file: string): Problem {
  return { code: 'RULE_INVALID', message: 'The condition can never hold.', location: { file }, severity: 'error' };
}
