import { sayMessage } from '../../../core/words/say.ts';
import type { Investigation } from '../../../timeline/investigate-actor.ts';
import { terminalVoice } from '../terminal-voice.ts';

/** What may have happened unseen, a sentence each. */
export function gapsText({ gaps }: Pick<Investigation, 'gaps'>): string {
  if (gaps.length === 0) return 'Cannot see: nothing is missing that is known of.\n';
  return `Cannot see\n${gaps.map(({ message }) => `  ${sayMessage(terminalVoice, message)}\n`).join('')}`;
}
