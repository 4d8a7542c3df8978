import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a build of the command made for this test alone, and waits for it. */
export async function buildKushi(): Promise<
  (args: readonly string[], options?: { input?: string; cwd?: string }) => Finished
> {
  const script = await buildKushiScript();
  return (args, { input, cwd } = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      ...(input === undefined ? {} : { input }),
      ...(cwd === undefined ? {} : { cwd }),
    });
    return { status, stdout, stderr };
  };
}

/** The path of a fresh build. It lies inside the repository, where packages are found. */
export async function buildKushiScript(): Promise<string> {
  const folder = mkdtempSync(resolve('node_modules/.kushi-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({
    entryPoints: { kushi: 'src/cli/main.ts', worker: 'src/pipeline/worker.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    define: { KUSHI_VERSION: '"0.0.0-test"' },
    logLevel: 'warning',
  });
  return join(folder, 'kushi.mjs');
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'kushi-cli-'));
}

/** The documents of `--json` output. */
export function documents(stdout: string): Record<string, never>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
