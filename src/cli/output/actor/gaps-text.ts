import { harmless } from '../../../core/harmless/harmless.ts';
import type { Investigation } from '../../../timeline/investigate-actor.ts';

/** What may have happened unseen, a sentence each. */
export function gapsText({ gaps }: Investigation): string {
  if (gaps.length === 0) return 'Cannot see: nothing is missing that is known of.\n';
  return `Cannot see\n${gaps.map(({ sentence }) => `  ${harmless(sentence)}\n`).join('')}`;
}
