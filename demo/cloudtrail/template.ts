import type { Random } from '../random/random.ts';
import { type Pools, words } from './words.ts';

/** Text with words to fill in. */
export type Template = (random: Random, pools: Pools) => string;

const wordPattern = /\$([a-z][A-Za-z0-9]*)/;

/** `$name` is replaced by the word of that name; other text stays. */
export function compileTemplate(text: string): Template {
  const parts = text.split(wordPattern);
  const fillers = parts.map((part, i) => (i % 2 === 1 ? words.get(part) : undefined));
  parts.forEach((part, i) => {
    if (i % 2 === 1 && !fillers[i]) throw new Error(`unknown word $${part} in ${text}`);
  });
  return (random, pools) => {
    let filled = '';
    for (let i = 0; i < parts.length; i++) {
      const filler = fillers[i];
      filled += filler ? filler(random, pools) : parts[i];
    }
    return filled;
  };
}
