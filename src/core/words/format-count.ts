export type Language = 'en' | 'ja';

/** Steps of thousand in English, of ten thousand in Japanese; greatest first. */
const steps: Readonly<Record<Language, readonly (readonly [size: number, unit: string])[]>> = {
  en: [
    [1e12, ' T'],
    [1e9, ' G'],
    [1e6, ' M'],
    [1e3, ' k'],
  ],
  ja: [
    [1e12, '兆'],
    [1e8, '億'],
    [1e4, '万'],
  ],
};

/** The last count that is shown to its unit. */
const lastExact = 9_999;

/** A count as people read it: exact to 9,999, then three digits: `12.8 k`, `1.28万`. */
export function formatCount(count: number, language: Language): string {
  if (!Number.isFinite(count)) return '?';
  if (Math.abs(count) <= lastExact) return exactCount(count);
  for (const [size, unit] of steps[language]) {
    // 999,960 would round to 1000 k.
    const rounded = Number((count / size).toPrecision(3));
    if (Math.abs(rounded) >= 1) return `${exactCount(rounded)}${unit}`;
  }
  return exactCount(count);
}

/** Every digit, with commas: `12,345`. */
function exactCount(count: number): string {
  return count.toLocaleString('en-US');
}
