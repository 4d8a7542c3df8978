import type { Problem } from '../error/error.ts';
import { didYouMean } from '../mapping/nearest.ts';
import { all, and, none, not, or, type Query, type Test } from '../query/ast.ts';
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
  if (datasets.length === 0) return { rule, queries: new Map(), problems: [unknownLogsource(rule, file)] };
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

interface UnknownField {
  readonly name: string;
  readonly nearest: string | undefined;
}

type Lookup = (name: string) => { readonly field: string } | { readonly nearest: string | undefined };

/** An unknown field is absent from every event, so its tests are false and only `null` is true. */
function resolveQuery(
  query: Query,
  lookup: Lookup,
): { readonly query: Query; readonly missing: readonly UnknownField[] } {
  const missing = new Map<string, UnknownField>();
  const find = (name: string): string | undefined => {
    const found = lookup(name);
    if ('field' in found) return found.field;
    missing.set(name, { name, nearest: found.nearest });
    return undefined;
  };
  const resolve = (part: Query): Query => {
    switch (part.kind) {
      case 'and':
        return and(part.of.map(resolve));
      case 'or':
        return or(part.of.map(resolve));
      case 'not':
        return not(resolve(part.of));
      case 'test':
        return resolveTest(part.field, part.test, find);
      default:
        return part;
    }
  };
  return { query: resolve(query), missing: [...missing.values()] };
}

function resolveTest(name: string, test: Test, find: (name: string) => string | undefined): Query {
  const field = find(name);
  if (test.op === 'fieldref') {
    const other = find(test.field);
    return field === undefined || other === undefined ? none : { kind: 'test', field, test: { ...test, field: other } };
  }
  if (field === undefined) return test.op === 'null' ? all : none;
  return { kind: 'test', field, test };
}

function unknownLogsource(rule: SigmaRule, file: string): Problem {
  const { product, service, category } = rule.logsource;
  const asked = Object.entries({ product, service, category }).flatMap(([part, value]) =>
    value ? [`${part}: ${value}`] : [],
  );
  return {
    code: 'RULE_LOGSOURCE_UNKNOWN',
    message: `No installed log type serves the logsource { ${asked.join(', ')} }.`,
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
