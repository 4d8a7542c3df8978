import { harmless } from '../../../core/harmless/harmless.ts';
import { sayMessage } from '../../../core/words/say.ts';
import type { Investigation, Nobody } from '../../../timeline/investigate-actor.ts';
import { terminalVoice } from '../terminal-voice.ts';
import { alertsText } from './alerts-text.ts';
import { chainText } from './chain-text.ts';
import { gapsText } from './gaps-text.ts';
import { newText } from './new-text.ts';
import { timelineText } from './timeline-text.ts';
import { touchedText } from './touched-text.ts';
import { whoText } from './who-text.ts';

/** An actor as people read it: who, how they came to be, what they did. */
export function formatActor(actor: Investigation): string {
  return [
    whoText(actor),
    chainText(actor),
    alertsText(actor),
    timelineText(actor),
    newText(actor),
    touchedText(actor),
    gapsText(actor),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** What to say when an id leads to nobody, or to several. */
export function formatNobody({ resolution: { asked, seen, candidates }, gaps }: Nobody): string {
  if (candidates.length > 0)
    return `${harmless(asked)} may be any of these; ask for one of them:\n${candidates.map(({ name }) => `  ${harmless(name)}\n`).join('')}`;
  const left = gaps.map(({ message }) => `${sayMessage(terminalVoice, message)}\n`).join('');
  if (seen.length === 0) return left === '' ? `${harmless(asked)} was never seen.\n` : left;
  const places = seen.map(({ field, dataset, count }) => `${field} of ${dataset} (${count})`);
  return `${harmless(asked)} names nobody: it was seen in ${places.join(', ')}.\n${left}`;
}
