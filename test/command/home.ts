import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LedgerLine } from '../../src/state/ledger.ts';
import { type Equations, sumLedger } from './equations.ts';
import { quickFolder } from './quick-folder.ts';
import { type Ended, type Running, type RunOptions, runKushi, startKushi } from './run.ts';

type Environment = RunOptions['env'];

/** A folder with `kushi.yml`, logs and data of one test, and the command run in it. */
export class Home {
  readonly folder: string;
  readonly data: string;
  readonly logs: string;

  constructor(config = '') {
    this.folder = quickFolder();
    this.data = join(this.folder, 'data');
    this.logs = join(this.folder, 'logs');
    mkdirSync(this.logs);
    this.configure(config);
  }

  configure(config: string): void {
    writeFileSync(join(this.folder, 'kushi.yml'), `data: ./data\n${config}`);
  }

  /** Writes a file below the home folder and returns its absolute path. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  start(words: readonly string[], env: Environment = {}): Running {
    return startKushi(words, { folder: this.folder, env });
  }

  run(words: readonly string[], env: Environment = {}): Promise<Ended> {
    return runKushi(words, { folder: this.folder, env });
  }

  /** Runs a command that must succeed and returns the JSON documents it prints. */
  async ask<T>(words: readonly string[]): Promise<T[]> {
    const { code, signal, stdout, stderr } = await this.run(['--json', ...words]);
    if (code !== 0) throw new Error(`kushi ${words.join(' ')} ended with ${signal ?? code}: ${stderr}`);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  async count(kql = ''): Promise<number> {
    const [{ count }] = await this.ask<{ count: number }>(['search', kql, '--count']);
    return count;
  }

  /** Both equations as `kushi status` shows them, summed. */
  async ledger(): Promise<Equations> {
    return sumLedger(await this.ask<LedgerLine>(['status']));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
