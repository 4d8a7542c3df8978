import { compareText } from '../query/compare-text.ts';

/** Characters from the surrogates up: only among these does the order of UTF-16 differ from that of UTF-8. */
const high = /[\ud800-\uffff]/;

/** A half of a pair on its own, which UTF-8 cannot hold. */
const loneSurrogate = /\p{Surrogate}/gu;

/** The text as it is stored: a lone surrogate becomes U+FFFD, as every encoder makes it. */
export function storedText(text: string): string {
  return high.test(text) ? text.replace(loneSurrogate, '\ufffd') : text;
}

/** Place of each text among the distinct ones in UTF-8 order, and those in that order. */
export function rankTexts(texts: readonly string[]): { ranks: Uint32Array; sorted: string[] } {
  const compare = texts.some((text) => high.test(text)) ? compareText : compareUnits;
  const order = Uint32Array.from(texts.keys()).sort((a, b) => compare(texts[a], texts[b]));
  const ranks = new Uint32Array(texts.length);
  const sorted: string[] = [];
  for (const index of order) {
    if (sorted.length === 0 || sorted[sorted.length - 1] !== texts[index]) sorted.push(texts[index]);
    ranks[index] = sorted.length - 1;
  }
  return { ranks, sorted };
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
