// Runs what CI runs and ends with one line: `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { printTotal, runTests } from './run-tests.mjs';

// Every step's seconds are printed, so that the budget (25 minutes on two cores) can be watched.
const total = { passed: 0, failed: 0, skipped: 0, failures: [] };

function step(name, run) {
  const started = Date.now();
  process.stdout.write(`\n== ${name}\n`);
  const counts = run();
  for (const key of ['passed', 'failed', 'skipped']) total[key] += counts[key] ?? 0;
  total.failures.push(...(counts.failures ?? []).map((failure) => `${name}: ${failure}`));
  process.stdout.write(`== ${name}: ${Math.round((Date.now() - started) / 1000)} s\n`);
}

function command(...words) {
  const { status } = spawnSync(words[0], words.slice(1), { stdio: 'inherit' });
  return status === 0 ? { passed: 1 } : { failed: 1, failures: [words.join(' ')] };
}

/** A Node of another major version, from the npm package that carries its binary; null where there is none. */
function otherNode(version) {
  const name = `node-${process.platform === 'darwin' ? 'darwin' : 'linux'}-${process.arch}`;
  const folder = `node_modules/.nodes/${version}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{}');
  const words = [
    'i',
    '--prefix',
    folder,
    '--no-save',
    '--no-fund',
    '--no-audit',
    '--loglevel=error',
    `${name}@${version}`,
  ];
  const { status } = spawnSync('npm', words, { stdio: 'inherit' });
  return status === 0 ? `${folder}/node_modules/${name}/bin/node` : null;
}

/** Seconds of fuzzing: of each codec and parser, and of the whole API. */
const fuzzing = {
  FUZZ_SECONDS: process.env.FUZZ_SECONDS ?? '10',
  API_FUZZ_SECONDS: process.env.API_FUZZ_SECONDS ?? '300',
};

step('check', () => command('node', 'scripts/check.mjs'));
step('build', () => command('node', 'scripts/build.mjs'));
step('tests', () => runTests({ env: fuzzing }));
for (const version of ['22.23.3', '24.9.0']) {
  step(`unit tests on Node ${version}`, () => {
    const node = otherNode(version);
    if (node === null) return { failed: 1, failures: ['its binary could not be installed'] };
    return runTests({ node, folders: ['src', 'logtypes', 'demo'], env: { FUZZ_SECONDS: '1' } });
  });
}
printTotal(total);
process.exitCode = total.failed === 0 ? 0 : 1;
