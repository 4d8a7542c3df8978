import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { weighted } from './weighted.ts';

const draws = (seed: string, count = 20_000) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('random', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    expect(draws('a', 50)).toEqual(draws('a', 50));
    expect(draws('a', 50)).not.toEqual(draws('b', 50));
  });

  it('is spread evenly', () => {
    const counts = new Array<number>(10).fill(0);
    for (const value of draws('even')) counts[Math.floor(value * 10)]++;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('forks the same whatever was drawn before', () => {
    const fresh = createRandom('a').fork('x').next();
    const used = createRandom('a');
    used.next();
    expect(used.fork('x').next()).toBe(fresh);
  });

  it.each([0.2, 4, 80])('counts %d on average', (mean) => {
    const random = createRandom(`count ${mean}`);
    const counts = Array.from({ length: 4000 }, () => random.count(mean));
    const average = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(mean / 4000));
  });

  it('shuffles without loss', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.integer()), (seed, values) => {
        expect(createRandom(seed).shuffle(values).sort()).toEqual([...values].sort());
      }),
    );
  });

  it('stays within bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -1000, max: 1000 }), fc.nat(1000), (seed, from, span) => {
        const value = createRandom(seed).between(from, from + span);
        expect(value).toBeGreaterThanOrEqual(from);
        expect(value).toBeLessThanOrEqual(from + span);
      }),
    );
  });
});

describe('weighted', () => {
  it('draws by share and never what has none', () => {
    const choice = weighted([
      ['a', 6],
      ['never', 0],
      ['b', 3],
      ['c', 1],
    ] as const);
    const random = createRandom('shares');
    const counts: Record<string, number> = {};
    for (let i = 0; i < 10_000; i++) {
      const value = choice.draw(random);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    expect(Object.keys(counts).sort()).toEqual(['a', 'b', 'c']);
    expect(Math.abs(counts.a - 6000)).toBeLessThan(250);
    expect(Math.abs(counts.c - 1000)).toBeLessThan(150);
  });
});
