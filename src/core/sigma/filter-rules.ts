import type { Problem } from '../error/error.ts';
import { didYouMean } from '../mapping/nearest.ts';
import { and, not, or, type Query } from '../query/ast.ts';
import type { CompiledRule } from './compile-rule.ts';
import { resolveQuery } from './resolve-query.ts';
import type { Resolver } from './resolver.ts';
import type { FilterReference, SigmaDocument, SigmaFilter, SigmaRule } from './rule.ts';

/** A filter that was read without errors. */
export type FilterDocument = SigmaDocument & { readonly body: SigmaFilter };

/** The filters that restrict a rule: they name it, or all rules, and their logsource is the rule's or a wider one. */
export function filtersOf(rule: SigmaRule, filters: readonly FilterDocument[]): readonly FilterDocument[] {
  return filters.filter(
    ({ body }) => covers(body, rule) && (body.rules === 'any' || body.rules.some(({ name }) => isNamed(rule, name))),
  );
}

/** The rule without the events that its filters suppress. */
export function filterRule(
  compiled: CompiledRule,
  filters: readonly FilterDocument[],
  resolver: Resolver,
): CompiledRule & { readonly filters: readonly FilterDocument[] } {
  if (filters.length === 0) return { ...compiled, filters };
  const queries = new Map<string, Query>();
  for (const [dataset, query] of compiled.queries) {
    const suppressed = filters.map(({ body }) => resolve(body, dataset, resolver).query);
    const left = and([query, not(or(suppressed))]);
    if (left.kind !== 'none') queries.set(dataset, left);
  }
  const silenced = queries.size === 0 && compiled.queries.size > 0;
  return {
    ...compiled,
    queries,
    filters,
    problems: [...compiled.problems, ...(silenced ? [silence(filters[0])] : [])],
  };
}

/**
 * What is wrong with a filter beside the rules it was loaded with: RULE_REFERENCE_UNKNOWN, RULE_LOGSOURCE_UNKNOWN or
 * RULE_FIELD_UNKNOWN; errors when it restricts no rule, else warnings.
 */
export function checkFilter(
  filter: FilterDocument,
  documents: readonly SigmaDocument[],
  resolver: Resolver,
): readonly Problem[] {
  const { body, file } = filter;
  const restricted = documents.flatMap(({ body: rule }) =>
    rule?.kind === 'rule' && filtersOf(rule, [filter]).length > 0 ? [rule] : [],
  );
  const severity = restricted.length === 0 ? 'error' : 'warning';
  const complain = (
    code: Problem['code'],
    position: FilterReference['position'] | undefined,
    message: string,
  ): Problem => ({
    code,
    message,
    location: { file, ...position },
    severity,
  });
  if (body.rules === 'any' && restricted.length === 0) {
    return [complain('RULE_LOGSOURCE_UNKNOWN', body.logsourcePosition, 'No rule has the logsource of this filter.')];
  }
  const references = body.rules === 'any' ? [] : body.rules;
  const vain = references.flatMap(({ name, position }) => {
    const reason = reasonInVain(body, name, documents);
    return reason === undefined ? [] : [complain(reason.code, position, reason.message)];
  });
  const datasets = new Set(restricted.flatMap((rule) => resolver.datasets(rule.logsource)));
  const unknown = [...datasets].flatMap((dataset) =>
    resolve(body, dataset, resolver).missing.map(({ name, nearest }) => {
      const hint = nearest === undefined ? '' : didYouMean(name, [nearest]);
      return complain('RULE_FIELD_UNKNOWN', body.fields.get(name), `${dataset} has no field "${name}".${hint}`);
    }),
  );
  return [...vain, ...unknown];
}

function reasonInVain(
  filter: SigmaFilter,
  name: string,
  documents: readonly SigmaDocument[],
): Pick<Problem, 'code' | 'message'> | undefined {
  const named = documents.filter((document) => document.body?.kind !== 'filter' && isNamed(document, name));
  if (named.length === 0) return { code: 'RULE_REFERENCE_UNKNOWN', message: unknownReference(name, documents) };
  const rules = named.flatMap(({ body }) => (body?.kind === 'rule' ? [body] : []));
  if (rules.length === 0 && named.some(({ body }) => body?.kind === 'correlation')) {
    return { code: 'RULE_REFERENCE_UNKNOWN', message: `"${name}" is a correlation. Filter the rules that it counts.` };
  }
  if (rules.length === 0 || rules.some((rule) => covers(filter, rule))) return undefined;
  const message = `The logsource of "${name}" is not within this filter's. Leave out the parts that differ.`;
  return { code: 'RULE_LOGSOURCE_UNKNOWN', message };
}

function unknownReference(name: string, documents: readonly SigmaDocument[]): string {
  const titled = documents.find(({ title, id }) => id !== null && title === name);
  if (titled !== undefined) return `"${name}" is the title of a rule. Name it by its id ${titled.id}.`;
  const names = documents.flatMap((document) => [document.id ?? [], document.name ?? []].flat());
  return `No rule has the id or name "${name}".${didYouMean(name, names)}`;
}

function isNamed(rule: Pick<SigmaDocument, 'id' | 'name'>, reference: string): boolean {
  return rule.name === reference || rule.id?.toLowerCase() === reference.toLowerCase();
}

function covers({ logsource }: SigmaFilter, rule: SigmaRule): boolean {
  return (['product', 'service', 'category'] as const).every(
    (part) => logsource[part] === undefined || logsource[part] === rule.logsource[part],
  );
}

function resolve(filter: SigmaFilter, dataset: string, resolver: Resolver) {
  return resolveQuery(filter.query, (name) => resolver.field(dataset, name));
}

function silence({ file, line, title }: FilterDocument): Problem {
  const message = `The filter "${title}" suppresses every match of the rule.`;
  return { code: 'RULE_INVALID', message, location: { file, line, column: 1 }, severity: 'error' };
}
