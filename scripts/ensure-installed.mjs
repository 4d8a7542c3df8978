import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

/** Installs what the lock names when that has not been done since it last changed. Uses only Node's own modules. */
export function ensureInstalled() {
  const marker = 'node_modules/.package-lock.json';
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync('package-lock.json').mtimeMs - 1000) return;
  process.stderr.write('Installing (once) …\n');
  const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    process.stderr.write('npm ci failed; its own words are above. The npm registry must be reachable this once.\n');
    process.exit(1);
  }
}
