import type { Voice } from '../../core/words/say.ts';
import type { Answer, AnswerRule, OtherAlert } from '../answer.ts';

/** What the rule finds, in the voice's language where its file has it. */
export function ruleTitle({ title, text }: AnswerRule, { language }: Voice): string {
  return language === 'ja' ? (text?.ja?.title ?? title) : title;
}

export function otherTitle({ title, titleJa }: Pick<OtherAlert, 'title' | 'titleJa'>, { language }: Voice): string {
  return language === 'ja' ? (titleJa ?? title) : title;
}

/** The title of an alert that the answer knows, else the one given. */
export function titleOf(id: string, title: string, { alert, rule, others }: Answer, voice: Voice): string {
  if (id === alert.id) return ruleTitle(rule, voice);
  const other = others.find((one) => one.id === id);
  return other === undefined ? title : otherTitle(other, voice);
}
