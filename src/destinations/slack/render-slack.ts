import type { Answer } from '../../answer/answer.ts';
import { doneLines } from '../../answer/tell/tell-done.ts';
import { fieldsOf } from '../../answer/tell/tell-fields.ts';
import { gapsLine } from '../../answer/tell/tell-gaps.ts';
import { answerHead, answerText, headline } from '../../answer/tell/tell-head.ts';
import { stepLines } from '../../answer/tell/tell-steps.ts';
import { titleOf } from '../../answer/tell/tell-title.ts';
import { forSlack, forSlackPlain } from '../../core/harmless/faces.ts';
import { formatMoment, zoneName } from '../../core/words/format-time.ts';
import { say, type Voice } from '../../core/words/say.ts';
import type { Links, Message, StoryMessage } from '../destination.ts';
import { type Block, type LinkButton, mrkdwn, plain } from './mrkdwn.ts';
import type { SlackContext } from './slack-body.ts';

export interface SlackMessage {
  /** The first line, for notifications. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** UTF-16 units; Slack takes more of most, and refuses long messages near 13,000. */
const limits = {
  header: 150,
  answer: 1200,
  field: 200,
  steps: 1800,
  gaps: 800,
  added: 600,
  button: 75,
  all: 6000,
} as const;
/** Of one value of a log, where there is room and where there is little. */
const longestValue = 100;
const longestInField = 90;
const mostSteps = 12;
const mostGaps = 6;

/**
 * A story as Block Kit: the answer first, what could not be seen with it, and buttons that are links and change nothing.
 * A story that goes on says how much came. Null where no answer is known, and for tests.
 */
export function renderSlack(message: Message, { key, voice }: SlackContext): SlackMessage | null {
  if (message.kind === 'test' || message.answer === null) return null;
  const { answer } = message;
  for (let steps = mostSteps; ; steps -= 2) {
    const rendered = blocksOf(message, answer, { key, voice, steps });
    if (steps <= 0 || lengthOf(rendered) <= limits.all) return rendered;
  }
}

/** Characters of all texts together. */
export function lengthOf({ text, blocks }: SlackMessage): number {
  const texts = blocks.flatMap((block) => {
    if ('elements' in block) return block.elements.map((one) => (one.type === 'button' ? one.text.text : one.text));
    return 'fields' in block ? block.fields.map((field) => field.text) : [block.text.text];
  });
  return [text, ...texts].reduce((sum, one) => sum + one.length, 0);
}

interface Wanted extends SlackContext {
  readonly steps: number;
}

function blocksOf(message: StoryMessage, answer: Answer, { key, voice, steps }: Wanted): SlackMessage {
  const slack = voiceOf(answer, voice, (text) => forSlack(text, { most: longestValue, cut: 'middle' }));
  const inField = voiceOf(answer, voice, (text) => forSlack(text, { most: longestInField, cut: 'middle' }));
  const head = voiceOf(answer, voice, (text) => forSlackPlain(text, { most: longestValue, cut: 'middle' }));
  const isFirst = message.kind === 'first';
  const told = isFirst
    ? [fieldsBlock(answer, inField), ...stepsBlock(answer, slack, steps)]
    : [addedBlock(message, answer, slack)];
  return {
    text: firstLine(message, answer, slack),
    blocks: [
      { type: 'header', text: plain(firstLine(message, answer, head), limits.header) },
      { type: 'section', text: mrkdwn(answerLines(answer, inField), limits.answer) },
      ...told,
      context(`*${say(slack, 'label.cannot-see', {})}:* ${gapsLine(answer, inField, mostGaps)}`, limits.gaps),
      context(metaLine(message, answer, { key, voice: slack }), limits.field * 2),
      ...buttons(message.links, head),
    ],
  };
}

function voiceOf({ alert }: Answer, { language, zone }: SlackContext['voice'], show: Voice['show']): Voice {
  return { language, zone, show, near: alert.first };
}

function firstLine({ kind, added }: StoryMessage, answer: Answer, voice: Voice): string {
  const line = headline(answer, voice);
  return kind === 'again' ? say(voice, 'again.header', { matches: added.matches, headline: { said: line } }) : line;
}

function answerLines(answer: Answer, voice: Voice): string {
  const done = doneLines(answer, voice).map(({ label, text }) => `${label}: ${text}`);
  return [`*${answerHead(answer, voice)}* ${answerText(answer, voice)}`, ...done].join('\n');
}

function fieldsBlock(answer: Answer, voice: Voice): Block {
  const fields = fieldsOf(answer, voice).map(({ label, text }) => mrkdwn(`*${label}*\n${text}`, limits.field));
  return { type: 'section', fields };
}

function stepsBlock(answer: Answer, voice: Voice, most: number): Block[] {
  const label = say(voice, 'label.steps', { zone: zoneName(answer.alert.first, voice.zone) });
  for (let steps = most; steps > 0; steps--) {
    const lines = stepLines(answer, voice, steps).map((line) => `• ${line}`);
    const text = [`*${label}*`, ...lines].join('\n');
    if (lines.length > 0 && text.length <= limits.steps) return [{ type: 'section', text: mrkdwn(text, limits.steps) }];
  }
  return [];
}

/** Alerts that came or went on, named. */
const mostAdded = 6;

function addedBlock({ added }: StoryMessage, answer: Answer, voice: Voice): Block {
  const lines = added.alerts.slice(0, mostAdded).map(({ id, matches, title: known, level, number }) => {
    const title = titleOf(id, known, answer, voice);
    const word = { said: say(voice, `level.${level}`, {}) };
    return `• ${say(voice, 'again.alert', { matches, title, level: word, number: `A-${number}` })}`;
  });
  const text = [`*${say(voice, 'label.added', {})}*`, ...lines].join('\n');
  return { type: 'section', text: mrkdwn(text, limits.added) };
}

function metaLine({ links }: StoryMessage, { alert }: Answer, { key, voice }: { key: string; voice: Voice }): string {
  const command = { said: `kushi actor ${alert.id}` };
  const parts = [alert.number, formatMoment(alert.first, voice.zone), key.slice(0, 64)];
  return [...parts, ...(links === null ? [say(voice, 'meta.cli', { command })] : [])].join(' · ');
}

function context(text: string, most: number): Block {
  return { type: 'context', elements: [mrkdwn(text, most)] };
}

/** Longest address of a button that Slack takes. */
const longestUrl = 3000;

/** Links only: they open a page, where a person still has to press something. */
function buttons(links: Links | null, voice: Voice): Block[] {
  if (links === null) return [];
  const button = (what: 'story' | 'take' | 'alert'): LinkButton => ({
    type: 'button',
    action_id: what,
    text: plain(say(voice, `button.${what}`, {}), limits.button),
    url: links[what],
  });
  const elements = (['story', 'take', 'alert'] as const).map(button).filter(({ url }) => url.length <= longestUrl);
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}
