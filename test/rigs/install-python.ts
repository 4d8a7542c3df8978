import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An install older than this that still holds the lock was killed. */
const staleLockMs = 15 * 60_000;

/** The folder with the programs of a Python environment, or why there is none. */
export type Installed = { readonly bin: string } | { readonly missing: string };

/**
 * Makes a virtual environment with the pinned packages of `requirements.txt` in a rig's folder, once (up to 30 s); a stamp
 * tells whether it is whole and of these requirements. Test files run in processes of their own, so a folder serves as
 * the lock. Git ignores the environment, its stamp and the lock.
 */
export async function installPython(rig: string): Promise<Installed> {
  const home = join(rig, 'venv');
  const environment = join(home, 'python');
  const stamp = join(home, 'stamp');
  const requirements = join(rig, 'requirements.txt');
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const bin = join(environment, 'bin');
  const isInstalled = async () => (await readFile(stamp, 'utf8').catch(() => '')) === wanted;
  if (await isInstalled()) return { bin };
  await mkdir(home, { recursive: true });
  const unlock = await lock(join(home, 'lock'));
  try {
    if (await isInstalled()) return { bin };
    await rm(environment, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', environment]);
    await run(join(bin, 'python'), [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '-r',
      requirements,
    ]);
    await writeFile(`${stamp}.new`, wanted);
    await rename(`${stamp}.new`, stamp);
    return { bin };
  } catch (problem) {
    return { missing: `its Python packages cannot be installed: ${(problem as Error).message.split('\n')[0]}` };
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
