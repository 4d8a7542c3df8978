import { forSlack } from '../../core/harmless/faces.ts';
import type { Voice } from '../../core/words/say.ts';
import type { Message } from '../destination.ts';
import { plainLines, plainText } from '../plain-text.ts';

export interface SlackContext {
  readonly key: string;
  readonly voice: Pick<Voice, 'language' | 'zone'>;
}

const longestValue = 300;

/** The JSON of a plain message: what goes out when no better one can be made, or Slack does not take the better one. */
export function plainSlackBody(message: Message, { key, voice }: SlackContext): string {
  const slackVoice = { ...voice, show: (text: string) => forSlack(text, { most: longestValue, cut: 'middle' }) };
  const text = plainText(message, slackVoice);
  const lines = message.kind === 'test' ? [] : plainLines(message, slackVoice);
  return slackBody({ text: [text, ...lines, `_${key}_`].join('\n') });
}

/** Slack shows no previews of what is linked: they would fetch it. */
export function slackBody(payload: { readonly text: string; readonly blocks?: readonly unknown[] }): string {
  return JSON.stringify({ ...payload, unfurl_links: false, unfurl_media: false });
}
