import { clauses, say, sayShort, type Voice } from '../../core/words/say.ts';
import type { Answer } from '../answer.ts';
import { mayHide } from '../unseen.ts';
import { levelBars } from './marks.ts';
import { ruleTitle } from './tell-title.ts';

/** `▮▮▮▮ Critical · CloudTrail logging stopped or deleted · 210987654321`. */
export function headline({ alert, rule, who, accounts }: Answer, voice: Voice): string {
  const title = ruleTitle(rule, voice);
  const level = { said: say(voice, `level.${alert.level}`, {}) };
  const place = who.account ?? accounts[0]?.value;
  const told =
    place === undefined
      ? say(voice, 'header.alert.nowhere', { level, title })
      : say(voice, 'header.alert', { level, title, place });
  return `${levelBars(alert.level)} ${told}`;
}

/** Did they do more? In a word. */
export function answerHead({ more }: Answer, voice: Voice): string {
  return say(voice, `answer.head.${more}`, {});
}

/** The same in sentences, with what was looked at or what is missing. */
export function answerText(answer: Answer, voice: Voice): string {
  const { more, around } = answer;
  const sentence = { yes: yesText, no: noText, unsure: unsureText }[more](answer, voice);
  return around.cut ? `${sentence} ${say(voice, 'answer.at-least', {})}` : sentence;
}

function yesText(answer: Answer, voice: Voice): string {
  const { alert, around, news } = answer;
  const { before, after } = around.else;
  const fresh = sumOf(around.elseNew);
  const numbers = { events: after.events, earlier: before.events, since: alert.first };
  const changes = before.changes + after.changes;
  const form = after.events === 0 ? 'before' : before.events === 0 ? 'after' : 'both';
  if (fresh === null) {
    const plain = say(voice, `answer.yes.${form}-plain`, { ...numbers, changes });
    return news.status === 'too-young' ? `${plain} ${say(voice, 'answer.young', { days: news.days })}` : plain;
  }
  if (fresh === 0 && changes === 0) return say(voice, `answer.yes.${form}-usual`, numbers);
  return say(voice, `answer.yes.${form}`, { ...numbers, news: fresh, changes });
}

function sumOf({ before, after }: Answer['around']['elseNew']): number | null {
  return before === null && after === null ? null : (before ?? 0) + (after ?? 0);
}

function noText({ coverage }: Answer, voice: Voice): string {
  return say(voice, 'answer.no', { sources: coverage.sources.length, to: coverage.completeTo ?? 0n });
}

/** Gaps named in the sentence; with more it says where they stand. */
const mostNamed = 3;

function unsureText({ gaps }: Answer, voice: Voice): string {
  const hiding = gaps.filter(mayHide).map(({ message }) => sayShort(voice, message));
  return hiding.length === 0 || hiding.length > mostNamed
    ? say(voice, 'answer.unsure.gaps', {})
    : say(voice, 'answer.unsure', { gaps: clauses(voice, hiding) });
}
