import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { median, spread } from './ingest/measure.ts';

/** What was measured once: medians of the runs after the first. */
export interface Line {
  readonly name: string;
  /** Of `wall`, `cpu` and `first`: `ms`, or `µs a record`. */
  readonly unit: string;
  readonly wall: number;
  readonly cpu: number;
  /** Half the distance between the fastest and the slowest run, as a part of the median. */
  readonly spread: number;
  /** The run before those that count: nothing is in memory, and code is not compiled. */
  readonly first: number;
  /** What came out: rows, events, or nothing of interest. */
  readonly found: number | null;
}

export interface PartOptions {
  /** Events to build a folder of. */
  readonly events: number;
  readonly rounds: number;
}

interface Work {
  /** How many times the work is done in a run; the line says what one costs. */
  readonly count?: number;
  readonly unit?: string;
}

/** A part of the bench that runs in a process of its own: `--events n`, `--rounds n`, `--json`. */
export class BenchPart {
  readonly options: PartOptions;
  readonly #isJson: boolean;
  readonly #title: string;
  readonly #lines: Line[] = [];
  readonly #facts: [string, number | string][] = [];

  constructor(title: string) {
    const { values } = parseArgs({
      options: {
        events: { type: 'string', default: '1000000' },
        rounds: { type: 'string', default: '5' },
        json: { type: 'boolean', default: false },
      },
    });
    this.options = { events: Number(values.events), rounds: Number(values.rounds) };
    this.#isJson = values.json;
    this.#title = title;
  }

  /** Runs the work once, then as often as asked for. */
  async measure(name: string, run: () => Promise<number | undefined>, { count = 1, unit = 'ms' }: Work = {}) {
    const scale = unit === 'ms' ? 1 : 1000;
    const walls: number[] = [];
    const all: number[] = [];
    let found: number | undefined;
    for (let round = 0; round <= this.options.rounds; round++) {
      const [wall, cpu] = [performance.now(), process.cpuUsage()];
      found = await run();
      const used = process.cpuUsage(cpu);
      walls.push(((performance.now() - wall) * scale) / count);
      all.push((((used.user + used.system) / 1000) * scale) / count);
    }
    const [first, ...rest] = walls;
    const middle = { wall: median(rest), cpu: median(all.slice(1)), spread: spread(rest) };
    this.#lines.push({ name, unit, ...middle, first, found: found ?? null });
    process.stderr.write(`${name}: ${middle.wall.toFixed(2)} ${unit}\n`);
  }

  /** A number that no clock gives: bytes, shares, memory. */
  fact(name: string, value: number | string): void {
    this.#facts.push([name, value]);
  }

  print(): void {
    const machine = `${cpus()[0].model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
    this.fact('most memory, MB', Math.round(process.resourceUsage().maxRSS / 1024));
    const report = { title: this.#title, machine, lines: this.#lines, facts: Object.fromEntries(this.#facts) };
    process.stdout.write(this.#isJson ? `${JSON.stringify(report)}\n` : this.#table());
  }

  #table(): string {
    const rows = this.#lines.map(({ name, unit, wall, cpu, spread: around, first, found }) => {
      const cells = [name, `${wall.toFixed(2)} ${unit}`, `±${Math.round(100 * around)} %`, cpu.toFixed(2)];
      return `| ${[...cells, first.toFixed(2), found ?? ''].join(' | ')} |`;
    });
    const facts = this.#facts.map(([name, value]) => `${name}: ${value}`);
    return [
      `\n${this.#title}\n`,
      '| | wall | spread | CPU | first run | found |',
      '|---|---:|---:|---:|---:|---:|',
      ...rows,
      '',
      ...facts,
      '',
    ].join('\n');
  }
}
