import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from 'kysely';
import { type AlertStatus, numberOf } from './alerts.ts';
import { nsText } from './ns.ts';
import type { Tables } from './tables.ts';

/** Which alerts are meant; what is absent does not narrow. Alerts whose events are all in another are never meant. */
export interface AlertFilter {
  readonly ids?: readonly string[];
  readonly status?: readonly AlertStatus[];
  /** Levels of Sigma. */
  readonly level?: readonly string[];
  /** Id of a user; null for those of nobody. */
  readonly owner?: string | null;
  /** Id of a rule. */
  readonly rule?: string;
  /** Kind alone, value alone, or both. */
  readonly entity?: { readonly kind?: string; readonly value?: string };
  /** Id of a story; that of an alert which is alone means the alert. */
  readonly story?: string;
  /** Somewhere in rule, entity, id or number; letters of ASCII in either case. */
  readonly text?: string;
  readonly history?: boolean;
  readonly suppressed?: boolean;
  /** With events in `[from, to)`, nanoseconds. */
  readonly from?: bigint;
  readonly to?: bigint;
  /** Opened up to this time: what a person has seen, when more come meanwhile. */
  readonly openedTo?: bigint;
}

type AlertExpressions = ExpressionBuilder<Tables, 'alerts'>;

/** The filter as a condition of a query on `alerts`. */
export function matchesFilter(
  filter: AlertFilter,
): (eb: AlertExpressions) => ExpressionWrapper<Tables, 'alerts', SqlBool> {
  return (eb) => eb.and([eb('count', '>', 0), ...work(eb, filter), ...about(eb, filter), ...times(eb, filter)]);
}

function work(eb: AlertExpressions, { status, owner, history, suppressed, ids }: AlertFilter) {
  return [
    ...(ids === undefined ? [] : [isOneOf(ids)]),
    ...(status === undefined ? [] : [eb('status', 'in', status)]),
    ...(owner === undefined ? [] : [owner === null ? eb('owner', 'is', null) : eb('owner', '=', owner)]),
    ...(history === undefined ? [] : [eb('in_history', '=', history ? 1 : 0)]),
    ...(suppressed === undefined ? [] : [eb('suppression', suppressed ? 'is not' : 'is', null)]),
  ];
}

/** As one bound value, since a person may have ticked more than a statement binds. */
function isOneOf(ids: readonly string[]) {
  return sql<SqlBool>`id in (select value from json_each(${JSON.stringify(ids)}))`;
}

function about(eb: AlertExpressions, { level, rule, entity, story, text }: AlertFilter) {
  return [
    ...(level === undefined ? [] : [eb('level', 'in', level)]),
    ...(rule === undefined ? [] : [eb('rule', '=', rule)]),
    ...(entity?.kind === undefined ? [] : [eb('entity_kind', '=', entity.kind)]),
    ...(entity?.value === undefined ? [] : [eb('entity_value', '=', entity.value)]),
    ...(story === undefined ? [] : [eb.or([eb('story', '=', story), eb('id', '=', story)])]),
    ...(text === undefined || text.trim() === '' ? [] : [hasText(eb, text.trim())]),
  ];
}

function hasText(eb: AlertExpressions, text: string) {
  const number = numberOf(text);
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const columns = ['rule_title', 'rule', 'entity_value', 'id'] as const;
  return eb.or([
    ...columns.map((column) => sql<SqlBool>`${eb.ref(column)} like ${pattern} escape '\\'`),
    ...(number === null ? [] : [eb('number', '=', number)]),
  ]);
}

function times(eb: AlertExpressions, { from, to, openedTo }: AlertFilter) {
  return [
    ...(from === undefined ? [] : [eb('last', '>=', nsText(from))]),
    ...(to === undefined ? [] : [eb('first', '<', nsText(to))]),
    ...(openedTo === undefined ? [] : [eb('opened', '<=', nsText(openedTo))]),
  ];
}
