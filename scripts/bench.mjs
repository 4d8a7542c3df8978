// Bundles the bench as the command line is bundled, and runs its parts, each in a process of its own.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

const parts = ['ingest', 'storage', 'query', 'timeline'];
const chosen = [];
const others = [];
for (let at = 2; at < process.argv.length; at++) {
  if (process.argv[at] === '--part') chosen.push(process.argv[++at]);
  else others.push(process.argv[at]);
}
const unknown = chosen.find((part) => !parts.includes(part));
if (unknown !== undefined) {
  process.stderr.write(`There is no part "${unknown}". The parts are ${parts.join(', ')}.\n`);
  process.exit(2);
}
const isJson = others.includes('--json');

await build({
  entryPoints: {
    ingest: 'bench/main.ts',
    'floor-worker': 'bench/ingest/floor-worker.ts',
    worker: 'src/pipeline/worker.ts',
    storage: 'bench/storage.ts',
    query: 'bench/query.ts',
    timeline: 'bench/timeline.ts',
  },
  outdir: 'bench/.build',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});

/** Options of ingest alone; the other parts build their own events. */
const ofIngest = new Set(['--records', '--only', '--stage']);

function flagsOf(part) {
  const flags = [];
  for (let at = 0; at < others.length; at++) {
    const isOther = part === 'ingest' ? others[at] === '--events' : ofIngest.has(others[at]);
    if (isOther) at++;
    else flags.push(others[at]);
  }
  return flags;
}

const nodeFlags = process.env.BENCH_NODE_FLAGS?.split(' ') ?? [];
const results = {};
for (const part of chosen.length > 0 ? chosen : parts) {
  const { status, stdout } = spawnSync(process.execPath, [...nodeFlags, `bench/.build/${part}.mjs`, ...flagsOf(part)], {
    stdio: ['inherit', isJson ? 'pipe' : 'inherit', 'inherit'],
    maxBuffer: 1 << 30,
  });
  if (status !== 0) process.exit(status ?? 1);
  if (isJson) results[part] = JSON.parse(stdout.toString());
}
if (isJson) process.stdout.write(`${JSON.stringify(results)}\n`);
