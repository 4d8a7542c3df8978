import { harmless } from '../core/harmless/harmless.ts';
import { say, type Voice } from '../core/words/say.ts';
import type { Answer } from './answer.ts';
import { type Line, sectionsOf } from './tell/sections.ts';
import { headline } from './tell/tell-head.ts';

/** UTF-16 units of one value of a log. */
const longestValue = 200;
/** Lines of text of each kind that a terminal shows. */
const lengths = { steps: 25, events: 10 } as const;

/** An answer as plain text, deterministic, in the voice's language: for terminals, and to be copied. */
export function formatAnswer(answer: Answer, words: Voice): string {
  const show = (text: string) => words.show(harmless(text, { most: longestValue, cut: 'middle' }));
  const voice = { ...words, show, near: answer.alert.first };
  const { alert } = answer;
  const status = say(voice, `status.${alert.status}`, {});
  const head = `${headline(answer, voice)}\n${alert.number} · ${status}\n`;
  const sections = sectionsOf(answer, voice, lengths).map(({ label, lines }) => {
    const body = textLines(lines).map((line) => `${label === null ? '' : '  '}${line}\n`);
    return `${label === null ? '' : `${label}\n`}${body.join('')}`;
  });
  return [head, ...sections].join('\n');
}

/** Lines as text; fields stand in two columns. */
export function textLines(lines: readonly Line[]): string[] {
  const labels = lines.flatMap((line) => (line.kind === 'field' ? [width(line.label)] : []));
  const widest = Math.max(0, ...labels);
  return lines.map((line) => {
    if (line.kind === 'shell') return `    ${line.shell}`;
    if (line.kind === 'note') return `    ${line.text}`;
    return line.kind === 'field' ? `${line.label}${' '.repeat(widest - width(line.label) + 2)}${line.text}` : line.text;
  });
}

/** Columns in a terminal: letters of East Asia take two. */
function width(text: string): number {
  return [...text].reduce(
    (sum, letter) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uff00-\uff60]/.test(letter) ? 2 : 1),
    0,
  );
}
