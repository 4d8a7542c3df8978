/** A repeatable stream of numbers. The same seed and the same order of calls give the same values. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Whole number in [0, below). */
  int(below: number): number;
  /** Whole number in [from, to]. */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(values: readonly T[]): T;
  shuffle<T>(values: readonly T[]): T[];
  /** Number with an exponential distribution of this mean: gaps between independent events. */
  gap(mean: number): number;
  /** A count with mean `mean` (Poisson; the normal approximation above 30). */
  count(mean: number): number;
  /** A stream of its own, which does not depend on how much of this one was used. */
  fork(label: string): Random;
}

/** FNV-1a over UTF-16 units, then mixed: labels that differ little give seeds that differ much. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** sfc32 (Chris Doty-Humphrey, PractRand): small, fast, and good enough for believable noise. */
function sfc32(seed: string): () => number {
  let a = hashText(`${seed}/a`) | 0;
  let b = hashText(`${seed}/b`) | 0;
  let c = hashText(`${seed}/c`) | 0;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

function poisson(next: () => number, mean: number): number {
  if (mean > 30) {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = next(); product > limit; product *= next()) count++;
  return count;
}

export function createRandom(seed: string): Random {
  const next = sfc32(seed);
  const int = (below: number) => Math.floor(next() * below);
  return {
    next,
    int,
    between: (from, to) => from + int(to - from + 1),
    chance: (probability) => next() < probability,
    pick: (values) => values[int(values.length)],
    shuffle: (values) => {
      const shuffled = [...values];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = int(i + 1);
        [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
      }
      return shuffled;
    },
    gap: (mean) => -mean * Math.log(1 - next()),
    count: (mean) => poisson(next, mean),
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}
