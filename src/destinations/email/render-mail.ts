import type { Answer } from '../../answer/answer.ts';
import { textLines } from '../../answer/format-answer.ts';
import { type Section, sectionsOf } from '../../answer/tell/sections.ts';
import { headline } from '../../answer/tell/tell-head.ts';
import { ruleTitle, titleOf } from '../../answer/tell/tell-title.ts';
import { cutShown } from '../../core/harmless/cut-shown.ts';
import { forHtml, forMail } from '../../core/harmless/faces.ts';
import type { Level } from '../../core/sigma/rule.ts';
import { formatMoment } from '../../core/words/format-time.ts';
import { say, type Voice } from '../../core/words/say.ts';
import type { Message, StoryMessage } from '../destination.ts';
import type { MailContent } from './plain-mail.ts';
import { mailHtml } from './render-html.ts';

export interface MailContext {
  readonly key: string;
  readonly voice: Pick<Voice, 'language' | 'zone'>;
  /** Name of the destination, and from which level on it is told: why the reader gets the mail. */
  readonly destination: string;
  readonly level: Level;
}

const longestValue = 200;
const longestInSubject = 80;
const longestSubject = 240;
const lengths = { steps: 25, events: 15 } as const;

/** A story as a mail: subject, a text that is complete by itself, and the same as HTML. Null where no answer is known. */
export function renderMail(message: Message, context: MailContext): MailContent | null {
  if (message.kind === 'test' || message.answer === null) return null;
  const { answer } = message;
  const voiceOf = (show: Voice['show']): Voice => ({ ...context.voice, show, near: answer.alert.first });
  const text = voiceOf((value) => forMail(value, { most: longestValue, cut: 'middle' }));
  const html = voiceOf((value) => forHtml(value, { most: longestValue, cut: 'middle' }));
  const subject = voiceOf((value) => forMail(value, { most: longestInSubject, cut: 'middle' }));
  return {
    subject: subjectOf(message, answer, subject),
    text: mailText(partsOf(message, answer, { ...context, voice: text })),
    html: mailHtml(partsOf(message, answer, { ...context, voice: html }), {
      language: html.language,
      level: answer.alert.level,
    }),
  };
}

/** An answer to the first mail of its story, in programs that go by the subject too. */
function subjectOf({ kind }: StoryMessage, { alert, rule, who, accounts }: Answer, voice: Voice): string {
  const slots = {
    level: { said: say(voice, `level.${alert.level}`, {}) },
    title: ruleTitle(rule, voice),
    who: who.short,
    number: alert.number,
  };
  const place = who.account ?? accounts[0]?.value;
  const told =
    place === undefined ? say(voice, 'mail.subject.nowhere', slots) : say(voice, 'mail.subject', { ...slots, place });
  return cutShown(`${kind === 'again' ? 'Re: ' : ''}${told}`, longestSubject);
}

/** What both parts of a mail are made of, safe for the one it is for. */
export interface MailParts {
  readonly headline: string;
  /** Number, status, time. */
  readonly meta: string;
  readonly sections: readonly Section[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly footer: readonly string[];
}

function partsOf(
  message: StoryMessage,
  answer: Answer,
  { voice, key, destination, level }: MailContext & { voice: Voice },
): MailParts {
  const { alert } = answer;
  const { links } = message;
  const status = say(voice, `status.${alert.status}`, {});
  return {
    headline: headline(answer, voice),
    meta: [alert.number, status, formatMoment(alert.first, voice.zone)].join(' · '),
    sections: [...addedSection(message, answer, voice), ...sectionsOf(answer, voice, lengths)],
    links:
      links === null
        ? []
        : [
            { label: say(voice, 'button.story', {}), url: links.story },
            { label: say(voice, 'button.take', {}), url: links.take },
            { label: say(voice, 'button.alert', {}), url: links.alert },
          ],
    footer: [
      say(voice, 'mail.why', { destination, level: { said: say(voice, `level.${level}`, {}) } }),
      ...(links === null ? [] : [say(voice, 'mail.links', {})]),
      say(voice, 'mail.copy', {}),
      say(voice, 'mail.key', { key }),
    ],
  };
}

/** What came since the mail before. */
function addedSection({ kind, added, alert }: StoryMessage, answer: Answer, voice: Voice): Section[] {
  if (kind === 'first') return [];
  const what = say(voice, 'again.what', { matches: added.matches, events: alert.count });
  const lines = added.alerts.map(({ id, matches, title: known, level, number }) => {
    const title = titleOf(id, known, answer, voice);
    const word = { said: say(voice, `level.${level}`, {}) };
    return say(voice, 'again.alert', { matches, title, level: word, number: `A-${number}` });
  });
  return [{ label: say(voice, 'label.added', {}), lines: [what, ...lines].map((text) => ({ kind: 'text', text })) }];
}

function mailText({ headline: head, meta, sections, links, footer }: MailParts): string {
  const told = sections.map(({ label, lines }) =>
    [...(label === null ? [] : [label]), ...textLines(lines).map((line) => (label === null ? line : `  ${line}`))].join(
      '\n',
    ),
  );
  const pages = links.map(({ label, url }) => `${label}: ${url}`).join('\n');
  return [`${head}\n${meta}`, ...told, ...(pages === '' ? [] : [pages]), `-- \n${footer.join('\n')}`].join('\n\n');
}
