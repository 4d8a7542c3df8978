import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
/** Ignored by git: the environment, its stamp and the lock. */
const home = join(here, 'venv');
const environment = join(home, 'python');
const stamp = join(home, 'stamp');
const requirements = join(here, 'requirements.txt');
const run = promisify(execFile);

/** An install older than this that still holds the lock was killed. */
const staleLockMs = 15 * 60_000;

/** The Python that has LocalStack, or why there is none. */
export type Installed = { readonly python: string } | { readonly missing: string };

/**
 * Makes a virtual environment with the pinned packages beside this file, once (about 30 s); a stamp tells whether it is
 * whole and of these requirements. Test files run in processes of their own, so a folder serves as the lock.
 */
export async function installLocalstack(): Promise<Installed> {
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const python = join(environment, 'bin', 'python');
  const isInstalled = async () => (await readFile(stamp, 'utf8').catch(() => '')) === wanted;
  if (await isInstalled()) return { python };
  await mkdir(home, { recursive: true });
  const unlock = await lock(join(home, 'lock'));
  try {
    if (await isInstalled()) return { python };
    await rm(environment, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', environment]);
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
    await writeFile(`${stamp}.new`, wanted);
    await rename(`${stamp}.new`, stamp);
    return { python };
  } catch (problem) {
    return { missing: `LocalStack cannot be installed: ${(problem as Error).message.split('\n')[0]}` };
  } finally {
    await unlock();
  }
}

async function lock(path: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await mkdir(path);
      return () => rm(path, { recursive: true, force: true });
    } catch {
      const held = await stat(path).catch(() => undefined);
      if (held !== undefined && Date.now() - held.mtimeMs > staleLockMs)
        await rm(path, { recursive: true, force: true });
      await delay(200);
    }
  }
}
