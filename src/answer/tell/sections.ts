import { zoneName } from '../../core/words/format-time.ts';
import { say, sayMessage, type Voice } from '../../core/words/say.ts';
import type { Answer } from '../answer.ts';
import { withoutArns } from './marks.ts';
import { doneLines, newsLines, otherLine } from './tell-done.ts';
import { fieldsOf, keyText } from './tell-fields.ts';
import { gapSentences } from './tell-gaps.ts';
import { answerHead, answerText } from './tell-head.ts';
import { stepLines } from './tell-steps.ts';
import { ruleTitle } from './tell-title.ts';

/** A part of an answer: its label and its lines, safe for the face; `shell` is a command as it is to be copied. */
export interface Section {
  readonly label: string | null;
  readonly lines: readonly Line[];
}

export type Line =
  | { readonly kind: 'text' | 'strong' | 'note'; readonly text: string }
  | { readonly kind: 'field'; readonly label: string; readonly text: string }
  | { readonly kind: 'shell'; readonly shell: string };

export interface Lengths {
  readonly steps: number;
  readonly events: number;
}

/** The whole answer, the most needed first, for faces that have room: mail, terminal. */
export function sectionsOf(answer: Answer, voice: Voice, { steps, events }: Lengths): Section[] {
  const text = (lines: readonly string[]): Line[] => lines.map((line) => ({ kind: 'text', text: line }));
  const all: Section[] = [
    {
      label: null,
      lines: [
        { kind: 'strong', text: answerHead(answer, voice) },
        ...text([answerText(answer, voice)]),
        ...fields(doneLines(answer, voice)),
      ],
    },
    { label: say(voice, 'label.cannot-see', {}), lines: text(gapSentences(answer, voice)) },
    { label: null, lines: fields([...fieldsOf(answer, voice), ...moreFields(answer, voice)]) },
    {
      label: say(voice, 'label.steps', { zone: zoneName(answer.alert.first, voice.zone) }),
      lines: text(stepLines(answer, voice, steps)),
    },
    { label: say(voice, 'label.new', {}), lines: text(newsLines(answer, voice)) },
    { label: say(voice, 'label.others', {}), lines: text(answer.others.map((other) => otherLine(other, voice))) },
    {
      label: say(voice, 'label.questions', {}),
      lines: text(answer.next.questions.map(({ ask }) => sayMessage(voice, ask))),
    },
    { label: say(voice, 'label.next', {}), lines: commandLines(answer, voice) },
    { label: say(voice, 'label.rule', {}), lines: ruleLines(answer, voice) },
    { label: say(voice, 'label.events', {}), lines: text(eventLines(answer, voice, events)) },
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

function fields(some: readonly { readonly label: string; readonly text: string }[]): Line[] {
  return some.map(({ label, text }) => ({ kind: 'field', label, text }));
}

function moreFields({ who, around }: Answer, voice: Voice): { label: string; text: string }[] {
  const { hour, day } = around;
  const numbers = say(voice, 'around.numbers', {
    hourBefore: hour.before.events,
    hourAfter: hour.after.events,
    dayBefore: day.before.events,
    dayAfter: day.after.events,
    changes: day.before.changes + day.after.changes,
  });
  const keys = who.keys.slice(0, 3).map((key) => keyText(key, voice));
  return [
    ...(keys.length === 0 ? [] : [{ label: say(voice, 'label.key', {}), text: keys.join(' · ') }]),
    { label: say(voice, 'label.around', {}), text: numbers },
  ];
}

function commandLines({ next }: Answer, voice: Voice): Line[] {
  return next.commands.flatMap(({ shell, does, breaks }): Line[] => [
    { kind: 'text', text: sayMessage(voice, does) },
    { kind: 'shell', shell },
    { kind: 'note', text: sayMessage(voice, breaks) },
  ]);
}

function ruleLines({ rule }: Answer, voice: Voice): Line[] {
  const lines: Line[] = [{ kind: 'text', text: voice.show(ruleTitle(rule, voice)) }];
  if (rule.text === null) return lines;
  const { description, falsePositives, ja } = rule.text;
  const response = voice.language === 'ja' ? (ja?.response ?? rule.text.response) : rule.text.response;
  if (description !== '') lines.push({ kind: 'text', text: voice.show(description) });
  const told = [
    { label: say(voice, 'label.response', {}), text: voice.show(response) },
    ...falsePositives.map((one) => ({ label: say(voice, 'label.false-positives', {}), text: voice.show(one) })),
  ];
  return [...lines, ...fields(told.filter(({ text }) => text !== ''))];
}

function eventLines({ matches }: Answer, voice: Voice, most: number): string[] {
  const lines = matches.shown.slice(0, most).map(({ time, sentence, outcome, error, address }) => {
    const result =
      error === null ? (outcome === null ? null : say(voice, `outcome.${outcome}`, {})) : voice.show(error);
    const what = {
      said: [voice.show(withoutArns(sentence)), ...(address === null ? [] : [voice.show(address)])].join(' · '),
    };
    return result === null
      ? say(voice, 'step.line', { time, what })
      : say(voice, 'step.line.result', { time, what, result: { said: result } });
  });
  const left = matches.total - lines.length;
  return left > 0 ? [...lines, say(voice, 'event.more', { events: left })] : lines;
}
