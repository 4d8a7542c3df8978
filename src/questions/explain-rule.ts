import { KushiError } from '../core/error/error.ts';
import type { Query } from '../core/query/ast.ts';
import { compileQuery } from '../core/query/evaluate.ts';
import type { FieldAccess } from '../core/query/field-access.ts';
import type { FieldTypes } from '../core/query/field-types.ts';
import { printKql } from '../core/query/kql/print-kql.ts';
import { rowAccess } from '../engines/row-access.ts';
import type { Content } from '../pipeline/content.ts';
import { recordReader } from './event-json.ts';
import { type EventPlace, openRow } from './open-event.ts';
import type { Question } from './question.ts';

export interface ExplainInput extends EventPlace {
  /** Id of the rule. */
  readonly rule: string;
}

/** A part of a rule's condition beside an event. */
export type Explained =
  | { readonly kind: 'and' | 'or' | 'not'; readonly passes: boolean; readonly of: readonly Explained[] }
  | {
      readonly kind: 'test';
      readonly passes: boolean;
      /** As a search: what is asked of which field. */
      readonly asks: string;
      /** Null for keywords, which look into the whole record. */
      readonly field: string | null;
      /** What the event has there. */
      readonly values: readonly string[];
    };

export interface Explanation {
  readonly rule: { readonly id: string; readonly title: string; readonly level: string; readonly path: string };
  readonly passes: boolean;
  /** Null when the rule is not about the event's log type. */
  readonly condition: Explained | null;
  /** Log types that the rule is about. */
  readonly datasets: readonly string[];
}

/** Longest value and most values that are shown of a field. */
const longestValue = 500;
const mostValues = 20;

/** Why a rule matched an event, or did not: each part of its condition with what the event has there. */
export const explainRule: Question<ExplainInput, Explanation> = async ({ rule: id, ...place }, context) => {
  const { content } = context;
  const { rule, queries, path } = ruleOf(content, id);
  const row = await openRow(place, context);
  const query = queries.get(row.dataset);
  const event = rowAccess(row, recordReader(content));
  const condition = query === undefined ? null : explain(query, event, content.fieldTypes);
  return {
    rule: { id, title: rule.title, level: rule.level, path },
    passes: condition?.passes ?? false,
    condition,
    datasets: [...queries.keys()],
  };
};

/** A rule by its id, or by its title when it has none. Fails with NOT_FOUND. */
export function ruleOf({ rules }: Content, id: string): Content['rules']['rules'][number] {
  const found = rules.rules.find(({ rule }) => (rule.id ?? rule.title) === id);
  if (found !== undefined) return found;
  throw new KushiError('NOT_FOUND', `No rule ${id} is loaded that can fire. The list of rules says why others cannot.`);
}

function explain(query: Query, event: FieldAccess, types: FieldTypes): Explained {
  const passes = compileQuery(query, types)(event);
  switch (query.kind) {
    case 'and':
    case 'or':
      return { kind: query.kind, passes, of: query.of.map((part) => explain(part, event, types)) };
    case 'not':
      return { kind: 'not', passes, of: [explain(query.of, event, types)] };
    default: {
      const field = query.kind === 'test' ? query.field : null;
      const values = field === null ? [] : event.values(field).slice(0, mostValues);
      return {
        kind: 'test',
        passes,
        asks: printKql(query),
        field,
        values: values.map(({ text }) => text.slice(0, longestValue)),
      };
    }
  }
}
