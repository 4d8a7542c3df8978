import { say, type Voice } from '../../core/words/say.ts';
import type { Answer, Step } from '../answer.ts';
import { listed, marked, withoutArns } from './marks.ts';
import { resultText } from './tell-fields.ts';

/** The steps worth telling, a line each, oldest first; of more than `most` those that tell most, with how many are left. */
export function stepLines({ steps, alert, others, from, who }: Answer, voice: Voice, most: number): string[] {
  // Of a thing that others use, what came from where the alert did.
  const near = who.acts ? [] : from.addresses.shown.filter(({ ofAlert }) => ofAlert).map(({ address }) => address);
  const chosen = mostTelling(steps.shown, most, { own: alert.id, near });
  const numbers = new Map(others.map(({ id, number }) => [id, number]));
  const lines = chosen.map((step, index) => stepLine(step, chosen[index - 1], numbers, voice));
  const left = steps.total - chosen.length;
  return left > 0 ? [...lines, say(voice, 'step.more', { steps: left })] : lines;
}

/** Handing over keys, changes, reads in number and alerts before looking around. */
function mostTelling(
  steps: readonly Step[],
  most: number,
  { own, near }: { readonly own: string; readonly near: readonly string[] },
): Step[] {
  const weight = ({ kind, alert, address, isNew, count, outcomes: { worked } }: Step) =>
    ({ gave: 4, changed: 5, data: count > 9 ? 5 : 1, finding: 2, requests: worked > 0 ? 6 : 1, asked: 1, flows: 0 })[
      kind
    ] +
    (alert === null ? 0 : 2) +
    (alert === own ? 5 : 0) +
    (near.includes(address ?? '') ? 3 : 0) +
    (isNew ? 1 : 0);
  const kept = new Set([...steps].sort((a, b) => weight(b) - weight(a)).slice(0, most));
  return steps.filter((step) => kept.has(step));
}

function stepLine(step: Step, before: Step | undefined, numbers: ReadonlyMap<string, string>, voice: Voice): string {
  const line = plainLine(step, before, voice);
  const number = numbers.get(step.alert ?? '');
  return number === undefined ? line : say(voice, 'step.alert', { line: { said: line }, number });
}

function plainLine(step: Step, before: Step | undefined, voice: Voice): string {
  const { time, who, isNew } = step;
  const what = { said: marked(whatOf(step, voice), isNew) };
  const outcome = outcomeText(step, voice);
  const result = { said: outcome ?? '' };
  // Whose it is stands where it changes.
  if (before !== undefined && before.who === who)
    return outcome === null
      ? say(voice, 'step.line', { time, what })
      : say(voice, 'step.line.result', { time, what, result });
  const name = { said: who === null ? say(voice, 'step.same-address', {}) : voice.show(who.split('/')[0]) };
  return outcome === null
    ? say(voice, 'step.line.who', { time, who: name, what })
    : say(voice, 'step.line.who.result', { time, who: name, what, result });
}

/** Actions named of a step that looked around. */
const mostActions = 3;

function whatOf({ kind, actions, sentence, count }: Step, voice: Voice): string {
  if (kind === 'asked' && actions.total > 1)
    return listed(voice, actions.shown.slice(0, mostActions).map(voice.show), actions.total);
  const what = withoutArns(sentence);
  return count > 1 ? say(voice, 'times', { what, count }) : voice.show(what);
}

/** One event by its word, several by their numbers; nothing where the log says nothing or all worked as usual. */
function outcomeText({ outcomes, count, kind }: Step, voice: Voice): string | null {
  const { worked, failed, denied } = outcomes;
  if (worked + failed + denied === 0 || (failed + denied === 0 && kind === 'asked')) return null;
  if (count > 1) return resultText(outcomes, voice);
  return say(voice, worked > 0 ? 'outcome.worked' : denied > 0 ? 'outcome.denied' : 'outcome.failed', {});
}
