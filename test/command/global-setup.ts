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
  const remove = () => rmSync(installed, { recursive: true });
  mkdirSync(join(installed, 'bin'), { recursive: true });
  try {
    build(config.root, installed);
  } catch (error) {
    remove();
    throw error;
  }
  provide('command', join(installed, 'bin', 'kushi'));
  return remove;
}

function build(root: string, installed: string): void {
  execFileSync(process.execPath, ['scripts/build.mjs', join(installed, 'dist')], { cwd: root });
  copyFileSync(join(root, 'bin', 'kushi'), join(installed, 'bin', 'kushi'));
  for (const folder of ['logtypes', 'rules']) symlinkSync(join(root, folder), join(installed, folder));
}
