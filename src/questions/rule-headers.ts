import type { RuleHeader } from '../core/sigma/rule.ts';
import type { Content } from '../pipeline/content.ts';

const known = new WeakMap<Content, ReadonlyMap<string, RuleHeader>>();

/** What each loaded rule says of itself, by the id that its alerts have. */
export function ruleHeaders(content: Content): ReadonlyMap<string, RuleHeader> {
  const before = known.get(content);
  if (before !== undefined) return before;
  const headers = new Map(content.rules.rules.map(({ rule }) => [rule.id ?? rule.title, rule]));
  known.set(content, headers);
  return headers;
}
