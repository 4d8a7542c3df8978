import { say, type Voice } from '../core/words/say.ts';
import type { Message, StoryMessage } from './destination.ts';

export type PlainVoice = Pick<Voice, 'language' | 'zone' | 'show'>;

/** A message in one line: what goes out where nothing more is known, and what programs show that read no more. */
export function plainText(message: Message, its: PlainVoice): string {
  const voice: Voice = { ...its, near: null };
  if (message.kind === 'test') return say(voice, 'test.message', {});
  const { alert, kind, added } = message;
  const level = { said: say(voice, `level.${alert.level}`, {}) };
  const number = `A-${alert.number}`;
  const line = say(voice, 'plain.line', { level, title: alert.title, who: alert.entity.value, number });
  if (kind === 'first') return line;
  return say(voice, 'again.header', { matches: added.matches, headline: { said: line } });
}

/** The facts the state has of an alert, a line each, without its answer. */
export function plainLines({ alert, added, links }: StoryMessage, its: PlainVoice): string[] {
  const voice: Voice = { ...its, near: null };
  const { count, first, last } = alert;
  const others = added.alerts.filter(({ id }) => id !== alert.id);
  return [
    say(voice, 'plain.count', { events: count, first, last }),
    say(voice, 'plain.unknown', {}),
    ...others.map(({ matches, title, level, number }) => {
      const word = { said: say(voice, `level.${level}`, {}) };
      return say(voice, 'again.alert', { matches, title, level: word, number: `A-${number}` });
    }),
    ...(links === null ? [] : [links.alert]),
  ];
}

/** A better form of a message; null when making it fails, as that must not keep the message back: it goes out plain. */
export function unlessBroken<T>(render: () => T | null): T | null {
  try {
    return render();
  } catch {
    return null;
  }
}
