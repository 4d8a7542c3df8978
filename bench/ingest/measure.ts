/** Something to be measured; it says how many records it went through. */
export interface Stage {
  readonly name: string;
  readonly run: () => Promise<number>;
}

/** Microseconds a record. CPU is of the whole process: garbage collection, zlib and worker threads are in it. */
export interface Sample {
  readonly cpu: number;
  readonly wall: number;
  /** CPU of the floor in the same round by CPU of this: 1 is as fast as the floor. */
  readonly ofFloor: number;
}

export interface Measured {
  readonly name: string;
  readonly samples: readonly Sample[];
}

export async function timed(run: () => Promise<number>): Promise<Omit<Sample, 'ofFloor'> & { records: number }> {
  const before = process.cpuUsage();
  const start = performance.now();
  const records = await run();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { records, cpu: (user + system) / records, wall: (wall * 1000) / records };
}

/**
 * Runs all stages in turn, round after round, so that what else the machine does falls on all of them. The first stage
 * is the floor. One round before the first that counts warms the compiler up.
 */
export async function measure(stages: readonly Stage[], rounds: number): Promise<Measured[]> {
  const samples = new Map<string, Sample[]>(stages.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    let floor = 0;
    for (const [index, { name, run }] of stages.entries()) {
      const { cpu, wall } = await timed(run);
      if (index === 0) floor = cpu;
      if (round > 0) samples.get(name)!.push({ cpu, wall, ofFloor: floor / cpu });
      process.stderr.write(`round ${round}/${rounds} ${name}: ${cpu.toFixed(2)} us\n`);
    }
  }
  return stages.map(({ name }) => ({ name, samples: samples.get(name)! }));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Half the distance between the largest and the smallest, as a part of the median. */
export function spread(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / 2 / median(values);
}
