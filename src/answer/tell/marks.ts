import type { Level } from '../../core/sigma/rule.ts';
import { list, say, type Voice } from '../../core/words/say.ts';

/** Stands behind what was never seen before. */
const newMark = '✦';

export function marked(text: string, isNew: boolean | null): string {
  return isNew === true ? `${text} ${newMark}` : text;
}

const bars: Readonly<Record<Level, string>> = {
  critical: '▮▮▮▮',
  high: '▮▮▮▯',
  medium: '▮▮▯▯',
  low: '▮▯▯▯',
  informational: '▯▯▯▯',
};

/** The level without a word or a colour. */
export function levelBars(level: Level): string {
  return bars[level] ?? bars.informational;
}

/** The name at the end of an ARN tells most: `arn:aws:iam::111122223333:role/web` → `role/web`. */
export function withoutArns(text: string): string {
  return text.replace(/\barn:aws[\w-]*:[a-z0-9-]*:[a-z0-9-]*:\d*:(?=\S)/g, '');
}

/** The first items, and how many more there are. */
export function listed(voice: Voice, items: readonly string[], total: number, join = list): string {
  const more = total - items.length;
  const shown = join(voice, items);
  return more > 0 ? say(voice, 'more.of', { items: shown, more }) : shown.said;
}
