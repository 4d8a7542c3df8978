/** Something to be measured. */
export interface Work {
  readonly name: string;
  /** What its numbers are of: microseconds for each record that `run` returns, or milliseconds for each time. */
  readonly per: 'record' | 'time';
  /** How often `run` does the work; once when absent. */
  readonly times?: number;
  /** What it needs and what it leaves, outside the measurement. */
  readonly before?: () => Promise<void>;
  /** Returns the records it went through, or how much it found. */
  readonly run: () => Promise<number>;
  readonly after?: () => Promise<void>;
}

export interface Around {
  readonly median: number;
  /** Half the distance between the largest and the smallest, as a part of the median. */
  readonly spread: number;
}

export interface Measured {
  readonly name: string;
  readonly per: Work['per'];
  readonly wall: Around;
  /** Of the whole process: garbage collection, zlib and worker threads are in it. */
  readonly cpu: Around;
  /** CPU of the floor in the same round by CPU of this: 1 is as fast as the floor. Null where there is no floor. */
  readonly ofFloor: Around | null;
  /** Wall time of the round before those that count: code is not compiled, and little is in memory. */
  readonly first: number;
  readonly found: number;
}

interface Sample {
  readonly wall: number;
  readonly cpu: number;
  readonly found: number;
}

/**
 * Does all works in turn, round after round, so that what else the machine does falls on all of them. A round before
 * the first that counts warms up. With `floor` the first work is what the others are compared with.
 */
export async function measure(works: readonly Work[], { rounds, floor = false }: { rounds: number; floor?: boolean }) {
  const samples: Sample[][] = works.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, work] of works.entries()) {
      const sample = await once(work);
      samples[index].push(sample);
      process.stderr.write(`round ${round}/${rounds} ${work.name}: ${sample.cpu.toFixed(2)} ${unitOf(work.per)}\n`);
    }
  }
  return works.map(({ name, per }, index): Measured => {
    const [first, ...counted] = samples[index];
    const floors = samples[0].slice(1);
    return {
      name,
      per,
      wall: around(counted.map(({ wall }) => wall)),
      cpu: around(counted.map(({ cpu }) => cpu)),
      ofFloor: floor ? around(counted.map(({ cpu }, round) => floors[round].cpu / cpu)) : null,
      first: first.wall,
      found: first.found,
    };
  });
}

async function once({ per, times = 1, before, run, after }: Work): Promise<Sample> {
  await before?.();
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const found = await run();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  await after?.();
  const part = per === 'record' ? 1000 / found : 1 / times;
  return { wall: wall * part, cpu: ((user + system) / 1000) * part, found };
}

export const unitOf = (per: Work['per']): string => (per === 'record' ? 'µs a record' : 'ms');

function around(values: readonly number[]): Around {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, spread: (sorted[sorted.length - 1] - sorted[0]) / 2 / median };
}
