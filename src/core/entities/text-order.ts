import { sortTexts } from './sort-texts.ts';

/** Characters from the surrogates up: few texts have any. */
const high = /[\ud800-\uffff]/;

/** A half of a pair on its own, which UTF-8 cannot hold. */
const loneSurrogate = /\p{Surrogate}/gu;

/** The text as it is stored: a lone surrogate becomes U+FFFD, as every encoder makes it. */
export function storedText(text: string): string {
  return high.test(text) ? text.replace(loneSurrogate, '\ufffd') : text;
}

/** Place of each text among the distinct ones in UTF-8 order, and those in that order. */
export function rankTexts(texts: readonly string[]): { ranks: Uint32Array; sorted: string[] } {
  const ranks = new Uint32Array(texts.length);
  const sorted: string[] = [];
  for (const index of sortTexts(texts)) {
    if (sorted.length === 0 || sorted[sorted.length - 1] !== texts[index]) sorted.push(texts[index]);
    ranks[index] = sorted.length - 1;
  }
  return { ranks, sorted };
}
