import type { RuleListing } from '../core/sigma/list-rules.ts';
import { formatTime, nsPerDay } from '../core/time/rfc3339.ts';
import type { Content } from '../pipeline/content.ts';
import { type RuleNoise, ruleNoise } from '../state/rule-noise.ts';
import type { Question } from './question.ts';
import { testCases } from './rules/rule-files.ts';

export interface RuleJson extends Omit<RuleListing, 'id'> {
  /** What its alerts call it: its id, or its title when it has none. */
  readonly id: string;
  readonly tags: readonly string[];
  /** Log types it looks at; none when it cannot fire. */
  readonly datasets: readonly string[];
  /** Cases of its test file: that must match, and that must not. */
  readonly tests: { readonly match: number; readonly noMatch: number };
  /** In the last 30 days; null when it brought nothing. */
  readonly noise: NoiseJson | null;
}

export interface NoiseJson extends Omit<RuleNoise, 'last'> {
  readonly last: string;
}

export const noiseDays = 30n;

/** Every rule document with its status, its tests and how loud it was. */
export const listRules: Question<null, { readonly rules: readonly RuleJson[] }> = async (_, context) => {
  const noise = await ruleNoise(context.db, context.now - noiseDays * nsPerDay);
  return { rules: ruleFacts(context.content).map((facts) => ({ ...facts, noise: noiseJson(noise.get(facts.id)) })) };
};

export function noiseJson(noise: RuleNoise | undefined): NoiseJson | null {
  return noise === undefined ? null : { ...noise, last: formatTime(noise.last) };
}

type Facts = Omit<RuleJson, 'noise'>;
const known = new WeakMap<Content, readonly Facts[]>();

/** What is so until the content is read anew: test files are many, and are read once. */
export function ruleFacts(content: Content): readonly Facts[] {
  const before = known.get(content);
  if (before !== undefined) return before;
  const loaded = new Map(content.rules.rules.map((rule) => [`${rule.path} ${rule.rule.title}`, rule]));
  const facts = content.rules.listing.map((listing): Facts => {
    const rule = loaded.get(`${listing.path} ${listing.title}`);
    const cases = testCases(listing.path);
    const match = cases.filter(({ matches }) => matches).length;
    return {
      ...listing,
      id: listing.id ?? listing.title,
      tags: rule?.rule.tags ?? [],
      datasets: [...(rule?.queries.keys() ?? [])],
      tests: { match, noMatch: cases.length - match },
    };
  });
  known.set(content, facts);
  return facts;
}
