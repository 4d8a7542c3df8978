import { list, say, sayWord, type Voice } from '../../core/words/say.ts';
import { verbs } from '../../timeline/touched.ts';
import type { Answer, OtherAlert, Step, Thing } from '../answer.ts';
import { listed, marked } from './marks.ts';
import { resultText } from './tell-fields.ts';

/** The steps worth telling, a line each, oldest first; of more than `most` those that tell most, with how many are left. */
export function stepLines({ steps, alert }: Answer, voice: Voice, most: number): string[] {
  const chosen = mostTelling(steps.shown, most, alert.id);
  const lines = chosen.map((step, index) => stepLine(step, chosen[index - 1], voice));
  const left = steps.total - chosen.length;
  return left > 0 ? [...lines, say(voice, 'step.more', { steps: left })] : lines;
}

/** Handing over keys, changes, reads in number and alerts before looking around. */
function mostTelling(steps: readonly Step[], most: number, own: string): Step[] {
  const weight = ({ kind, alert, isNew, count }: Step) =>
    ({ gave: 4, changed: 5, data: count > 9 ? 5 : 2, finding: 2, requests: 2, asked: 1, flows: 0 })[kind] +
    (alert === null ? 0 : 2) +
    (alert === own ? 1 : 0) +
    (isNew ? 1 : 0);
  const kept = new Set([...steps].sort((a, b) => weight(b) - weight(a)).slice(0, most));
  return steps.filter((step) => kept.has(step));
}

function stepLine(step: Step, before: Step | undefined, voice: Voice): string {
  const { time, who, isNew } = step;
  const what = { said: marked(whatOf(step, voice), isNew) };
  const outcome = outcomeText(step, voice);
  const whose = who ?? say(voice, 'step.same-address', {});
  const isSame = before !== undefined && before.who === who;
  const name = { said: who === null ? whose : voice.show(whose.split('/')[0]) };
  if (isSame && outcome === null) return say(voice, 'step.line', { time, what });
  if (isSame) return say(voice, 'step.line.result', { time, what, result: { said: outcome ?? '' } });
  if (outcome === null) return say(voice, 'step.line.who', { time, who: name, what });
  return say(voice, 'step.line.who.result', { time, who: name, what, result: { said: outcome } });
}

/** Actions named of a step that looked around. */
const mostActions = 3;

function whatOf({ kind, actions, sentence, count }: Step, voice: Voice): string {
  const several = kind === 'asked' && actions.total > 1;
  const shown = actions.shown.slice(0, mostActions).map((action) => voice.show(action));
  const what = several ? { said: listed(voice, shown, actions.total) } : sentence;
  return count > 1 && !several
    ? say(voice, 'times', { what, count })
    : several && typeof what === 'object'
      ? what.said
      : voice.show(sentence);
}

/** One event by its word, several by their numbers; nothing where the log says nothing or all worked as usual. */
function outcomeText({ outcomes, count, kind }: Step, voice: Voice): string | null {
  const { worked, failed, denied } = outcomes;
  if (worked + failed + denied === 0 || (failed + denied === 0 && kind === 'asked')) return null;
  if (count > 1) return resultText(outcomes, voice);
  return say(voice, worked > 0 ? 'outcome.worked' : denied > 0 ? 'outcome.denied' : 'outcome.failed', {});
}

/** Things named of one verb. */
const mostThings = 3;

/** `Created: user backup-svc, access key …`, a line a verb; what was only listed is left out. */
export function doneLines({ done }: Answer, voice: Voice): { label: string; text: string }[] {
  return verbs.flatMap((verb) => {
    const named = done[verb].shown.filter(({ name }) => name !== null);
    const things = verb === 'read' ? [...named].sort(mostRead) : named;
    if (things.length === 0) return [];
    const shown = things.slice(0, mostThings).map((thing) => thingText(thing, voice));
    const unnamed = done[verb].shown.length - named.length;
    return [{ label: say(voice, `label.${verb}`, {}), text: listed(voice, shown, done[verb].total - unnamed) }];
  });
}

/** Contents before settings, many before few. */
function mostRead(a: Thing, b: Thing): number {
  const isContent = ({ kind }: Thing) => Number(/^object$|secret value|parameter/.test(kind));
  return isContent(b) - isContent(a) || b.count - a.count;
}

function thingText({ kind, name, count, with: others }: Thing, voice: Voice): string {
  const key = `thing.kind.${kind.replaceAll(' ', '-')}`;
  const slots = { kind: sayWord(voice, key) ?? kind, name: name ?? '' };
  if (others.length > 0) {
    const names = others.map((one) => (one === 'everybody' ? say(voice, 'everybody', {}) : voice.show(one)));
    return say(voice, 'thing.shared', { ...slots, with: list(voice, names) });
  }
  return count > 1 ? say(voice, 'thing.counted', { ...slots, count }) : say(voice, 'thing.named', slots);
}

/** Values of one field that are shown. */
const mostValues = 3;

/** What was never seen before, a line for each identity that is new itself, one for each field. */
export function newsLines({ news }: Answer, voice: Voice): string[] {
  if (news.status === 'too-young') return [say(voice, 'new.too-young', { days: news.days })];
  if (news.status === 'none') return [say(voice, 'new.no-baseline', {})];
  const names = news.identities.map((name) => voice.show(name.split('/')[0]));
  const fields = [...new Set(news.values.shown.map(({ field }) => field))];
  const lines = fields.map((field) => {
    const values = news.values.shown.filter((value) => value.field === field).map(({ value }) => value);
    const shown = {
      said: listed(voice, [...new Set(values)].slice(0, mostValues).map(voice.show), new Set(values).size),
    };
    const key = `field.${field}`;
    return say(voice, 'new.field', { field: sayWord(voice, key) ?? field, values: shown });
  });
  const identities =
    names.length === 0 ? [] : [say(voice, 'new.first-seen', { days: news.days, who: list(voice, names) })];
  const all = [...identities, ...lines];
  return all.length === 0 ? [say(voice, 'new.none', { days: news.days })] : all;
}

/** Another alert of the actor: when, which rule, how bad. */
export function otherLine({ first, title, level, number, count }: OtherAlert, voice: Voice): string {
  const word = { said: say(voice, `level.${level}`, {}) };
  return say(voice, 'alert.line', { time: first, title, level: word, number, count });
}
