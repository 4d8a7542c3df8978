import type { Answer } from '../answer/answer.ts';
import { answerAlert } from '../answer/answer-alert.ts';
import type { Question } from './question.ts';
import { ruleHeaders } from './rule-headers.ts';

/** What an alert says by itself; null when there is none of that id or number. */
export const alertAnswer: Question<{ readonly alert: string }, Answer | null> = (
  { alert },
  { engine, snapshot, db, now, content },
) => answerAlert({ engine, snapshot }, db, { alert, now, rules: ruleHeaders(content) });
