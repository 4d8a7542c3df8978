import type { Problem } from '../error/error.ts';
import type { Logsource } from '../logtype/logtype.ts';
import type { Query } from '../query/ast.ts';

/** Sigma's levels, mildest first. */
export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof levels)[number];

export const statuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const;
export type RuleStatus = (typeof statuses)[number];

/** Where something stands in the rule's file; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What every Sigma document says about itself. */
export interface RuleHeader {
  readonly title: string;
  /** Another name than the id by which filters and correlations may know it. */
  readonly name: string | null;
  /** Absent ids are allowed by Sigma; such a rule is known by its place in its file. */
  readonly id: string | null;
  /** `medium` when the document says none. */
  readonly level: Level;
  readonly status: RuleStatus | null;
  readonly description: string;
  readonly tags: readonly string[];
  readonly falsePositives: readonly string[];
  readonly references: readonly string[];
  /** What to do about a match: a key of our own, beside those of the specification. */
  readonly response: string;
  /** Title and response in Japanese, for messages; null when the document has none. */
  readonly ja: JapaneseHeader | null;
  /** Fields that the rule's author wants an analyst to see, in Sigma's names. */
  readonly shownFields: readonly string[];
}

export interface JapaneseHeader {
  readonly title: string;
  readonly response: string;
}

/** The searching part of a rule: a query whose fields bear the names the rule's author wrote. */
export interface Detection {
  readonly query: Query;
  /** Every field name in the query and where it first stands. */
  readonly fields: ReadonlyMap<string, Position>;
}

export interface SigmaRule extends RuleHeader, Detection {
  readonly kind: 'rule';
  readonly logsource: Logsource;
  readonly logsourcePosition: Position;
}

/** A rule as a filter names it, and where. */
export interface FilterReference {
  /** Its id or name. */
  readonly name: string;
  readonly position: Position;
}

/** Keeps other rules from matching (Sigma filters): `query` is what they do not match any longer. */
export interface SigmaFilter extends RuleHeader, Detection {
  readonly kind: 'filter';
  readonly logsource: Logsource;
  readonly logsourcePosition: Position;
  /** `any` are all rules of the logsource. */
  readonly rules: readonly FilterReference[] | 'any';
}

export const correlationTypes = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
] as const;
export type CorrelationType = (typeof correlationTypes)[number];

export type CountComparison = 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';

export interface SigmaCorrelation extends RuleHeader {
  readonly kind: 'correlation';
  readonly type: CorrelationType;
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly seconds: number;
  /** Comparisons that must all hold; empty for the temporal types, which then want every rule. */
  readonly comparisons: readonly { readonly is: CountComparison; readonly count: number }[];
  /** What value types count or add up. */
  readonly valueFields: readonly string[];
  /** Alias → rule → field of that rule. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export type SigmaBody = SigmaRule | SigmaFilter | SigmaCorrelation;

/** One YAML document of a rule file, valid or not. */
export interface SigmaDocument {
  readonly file: string;
  /** Where the document begins, from 1. */
  readonly line: number;
  /** As far as they could be read. */
  readonly title: string;
  readonly id: string | null;
  readonly name: string | null;
  readonly level: Level;
  /** Absent when there is an error among the problems. */
  readonly body: SigmaBody | undefined;
  readonly problems: readonly Problem[];
}
