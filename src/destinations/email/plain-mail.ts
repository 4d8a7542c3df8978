import { forMail } from '../../core/harmless/faces.ts';
import type { Voice } from '../../core/words/say.ts';
import type { Message } from '../destination.ts';
import { plainLines, plainText } from '../plain-text.ts';

/** A mail without its head. `html` says the same as `text`, which is complete by itself. */
export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

const longestValue = 200;

/** What goes out when no better mail can be made. */
export function plainMail(message: Message, voice: Pick<Voice, 'language' | 'zone'>, key: string): MailContent {
  const mailVoice = { ...voice, show: (text: string) => forMail(text, { most: longestValue, cut: 'middle' }) };
  const headline = plainText(message, mailVoice);
  const lines = message.kind === 'test' ? [] : plainLines(message, mailVoice);
  return { subject: `[Kushi] ${headline}`, text: [headline, '', ...lines, '', key].join('\n') };
}
