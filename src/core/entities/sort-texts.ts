import { compareText } from '../query/compare-text.ts';
import { radixSort } from './radix-sort.ts';

/** Characters from the surrogates up: only among these does the order of UTF-16 differ from that of UTF-8. */
const high = /[\ud800-\uffff]/;
/** Fewer texts are compared: a pass of the radix sort has a fixed part. */
const fewTexts = 1024;
/** Characters of a text that are looked at as numbers, four in a word: addresses have no more. */
const wordCount = 4;
const prefixLength = 4 * wordCount;

/** Places of the texts in UTF-8 order; equal texts in the order they came. */
export function sortTexts(texts: readonly string[]): Uint32Array {
  const words = texts.length < fewTexts ? null : prefixWords(texts);
  if (words !== null) return sortByPrefix(texts, words);
  const compare = texts.some((text) => high.test(text)) ? compareText : compareUnits;
  return Uint32Array.from(texts.keys()).sort((a, b) => compare(texts[a], texts[b]));
}

/** The first characters of each text, high ones first; null when one of the characters takes more than a byte. */
function prefixWords(texts: readonly string[]): Uint32Array[] | null {
  const words = Array.from({ length: wordCount }, () => new Uint32Array(texts.length));
  for (let index = 0; index < texts.length; index++) {
    const text = texts[index];
    let word = 0;
    let all = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      all |= code;
      if (at >= prefixLength) continue;
      word |= code << (24 - 8 * (at & 3));
      if ((at & 3) !== 3 && at !== text.length - 1) continue;
      words[at >> 2][index] = word;
      word = 0;
    }
    if (all > 0xff) return null;
  }
  return words;
}

function sortByPrefix(texts: readonly string[], words: readonly Uint32Array[]): Uint32Array {
  const order = Uint32Array.from({ length: texts.length }, (_, index) => index);
  const spare = new Uint32Array(texts.length);
  for (const word of words.toReversed()) radixSort(order, word, spare);
  const [first, second, third, fourth] = words;
  const isSame = (a: number, b: number) =>
    fourth[a] === fourth[b] && third[a] === third[b] && second[a] === second[b] && first[a] === first[b];
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && isSame(order[start], order[end])) end++;
    // Of one address in two fields both are here, which is an order already.
    let isOrdered = true;
    for (let at = start + 1; at < end; at++) isOrdered &&= texts[order[at - 1]] <= texts[order[at]];
    if (!isOrdered) order.subarray(start, end).sort((a, b) => compareUnits(texts[a], texts[b]) || a - b);
    start = end;
  }
  return order;
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
