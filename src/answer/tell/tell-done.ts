import { list, say, sayWord, type Voice } from '../../core/words/say.ts';
import type { Answer, OtherAlert, Thing } from '../answer.ts';
import { listed, withoutArns } from './marks.ts';
import { otherTitle } from './tell-title.ts';

/** Things named of one verb. */
const mostThings = 3;

/** What changed something before what was read. */
const order = ['created', 'changed', 'deleted', 'shared', 'read', 'ran'] as const;

/** `Created: user backup-svc, access key …`, a line a verb; what was only listed is left out. */
export function doneLines({ done }: Answer, voice: Voice): { label: string; text: string }[] {
  return order.flatMap((verb) => {
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
  const slots = { kind: sayWord(voice, key) ?? kind, name: withoutArns(name ?? '') };
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
export function otherLine(other: OtherAlert, voice: Voice): string {
  const { first, level, number, count } = other;
  const title = otherTitle(other, voice);
  const word = { said: say(voice, `level.${level}`, {}) };
  return say(voice, 'alert.line', { time: first, title, level: word, number, count });
}
