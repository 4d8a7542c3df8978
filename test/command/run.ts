import { type ChildProcess, spawn } from 'node:child_process';
import { inject } from 'vitest';

export interface Ended {
  readonly code: number | null;
  /** Set when a signal ended it. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Working folder, where `kushi.yml` is looked for. */
  readonly folder: string;
  /** A program with its arguments that runs the command, such as a tracer. */
  readonly under?: readonly string[];
}

/** Starts the built command, without a shell between, so that a signal reaches it. */
export function startKushi(words: readonly string[], { env = {}, folder, under = [] }: RunOptions): Running {
  const [program, ...rest] = [...under, process.execPath, inject('command'), ...words];
  const child = spawn(program, rest, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const errors: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout: output.join(''), stderr: errors.join('') }));
  });
  return { process: child, ended };
}

export function runKushi(words: readonly string[], options: RunOptions): Promise<Ended> {
  return startKushi(words, options).ended;
}
