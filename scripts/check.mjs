// `npm run check`: everything that must hold before a commit, but the tests (npm test).
import { spawnSync } from 'node:child_process';

const checks = [
  ['types of core', ['npx', 'tsc', '-p', 'src/core/tsconfig.json']],
  ['types', ['npx', 'tsc', '-p', 'tsconfig.json']],
  ['format and lint', ['npx', 'biome', 'check', '.']],
  ['type-aware lint', ['npx', 'oxlint', '--type-aware', '--deny-warnings']],
  ['dead code', ['npx', 'knip']],
  ['generated files are current', ['sh', '-c', 'npm run -s generate && git diff --exit-code -- "*.gen.ts" docs']],
];

let failed = 0;
for (const [name, words] of checks) {
  const { status } = spawnSync(words[0], words.slice(1), { stdio: 'inherit' });
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}\n`);
  if (status !== 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;
