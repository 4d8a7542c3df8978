import { and, not, or, type Query, type TextTest } from '../query/ast.ts';
import type { Complaint } from './complaint.ts';
import type { Item } from './item.ts';
import { linearRegex } from './linear-regex.ts';
import { fitsAnything, textTest } from './text-test.ts';
import { literalOf, patternOf, type SigmaValue } from './value.ts';

/** A detection item as a query; `field` is null for keywords, which search the whole record. */
export function itemQuery(field: string | null, item: Item): Query | Complaint {
  const groups: Query[] = [];
  for (const group of item.groups) {
    const alternatives: Query[] = [];
    for (const value of group) {
      const query = field === null ? keywordQuery(value, item) : fieldQuery(field, value, item);
      if ('code' in query) return query;
      alternatives.push(query);
    }
    groups.push(or(alternatives));
  }
  const joined = item.join === 'all' ? and(groups) : or(groups);
  return item.negated ? not(joined) : joined;
}

function fieldQuery(field: string, value: SigmaValue, item: Item): Query | Complaint {
  if (item.datePart !== null) return datePartQuery(field, value, item);
  const { comparison } = item;
  switch (comparison.as) {
    case 'value':
      return valueQuery(field, value, item);
    case 'regex':
      return linearRegex(writtenOf(value), comparison.flags, (test) => ({ kind: 'test', field, test }));
    case 'cidr':
      return { kind: 'test', field, test: { op: 'cidr', cidr: writtenOf(value) } };
    case 'exists': {
      const exists: Query = { kind: 'test', field, test: { op: 'exists' } };
      return writtenOf(value).toLowerCase() === 'true' ? exists : not(exists);
    }
    case 'fieldref': {
      const how = item.position === 'whole' ? 'equals' : item.position;
      return { kind: 'test', field, test: { op: 'fieldref', field: writtenOf(value), how, cased: item.cased } };
    }
    default:
      return { kind: 'test', field, test: { op: comparison.as, value: writtenOf(value) } };
  }
}

function valueQuery(field: string, value: SigmaValue, item: Item): Query | Complaint {
  const pattern = patternOf(value);
  if (pattern === undefined) return { kind: 'test', field, test: { op: 'null' } };
  const test = textTest(pattern, item);
  return { kind: 'test', field, test: fitsAnything(test) ? { op: 'exists' } : test };
}

function datePartQuery(field: string, value: SigmaValue, item: Item): Query | Complaint {
  const { as } = item.comparison;
  if ((as !== 'value' && as !== 'lt' && as !== 'lte' && as !== 'gt' && as !== 'gte') || item.position !== 'whole') {
    return { code: 'RULE_MODIFIER_INVALID', message: `${item.datePart} goes with lt, lte, gt, gte and neq only.` };
  }
  const is = as === 'value' ? 'equals' : as;
  return { kind: 'test', field, test: { op: 'datepart', part: item.datePart!, is, value: Number(writtenOf(value)) } };
}

function keywordQuery(value: SigmaValue, item: Item): Query | Complaint {
  const keyword = (test: TextTest): Query => ({ kind: 'keyword', test });
  const { comparison } = item;
  if (comparison.as === 'regex') return linearRegex(writtenOf(value), comparison.flags, keyword);
  const pattern = patternOf(value);
  if (comparison.as !== 'value' || item.datePart !== null || pattern === undefined) {
    return { code: 'RULE_MODIFIER_INVALID', message: 'Keywords are texts or regular expressions.' };
  }
  // A keyword may stand anywhere in the record, whatever is around it.
  const test = textTest(pattern, { position: 'contains', cased: item.cased });
  return keyword(test);
}

/** Texts that are no patterns: expressions, networks, numbers, field names. */
function writtenOf(value: SigmaValue): string {
  return value.kind === 'text' ? value.written : (literalOf(value) ?? '');
}
