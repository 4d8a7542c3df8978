import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The built `kushi`. */
    command: string;
  }
}

/**
 * Builds the command into a folder of its own that looks as an installed one does, so that no other build can change
 * it under a running test.
 */
export function setup({ config, provide }: TestProject): () => void {
  const installed = join(config.root, 'node_modules', '.cache', `kushi-${process.pid}`);
  mkdirSync(join(installed, 'bin'), { recursive: true });
  execFileSync(process.execPath, ['scripts/build.mjs', join(installed, 'dist')], { cwd: config.root });
  copyFileSync(join(config.root, 'bin', 'kushi'), join(installed, 'bin', 'kushi'));
  for (const folder of ['logtypes', 'rules']) symlinkSync(join(config.root, folder), join(installed, folder));
  provide('command', join(installed, 'bin', 'kushi'));
  return () => rmSync(installed, { recursive: true });
}
