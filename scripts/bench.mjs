// Bundles the bench as the command line is bundled, and runs it. The server's part runs the built command.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

await build({
  entryPoints: {
    bench: 'bench/main.ts',
    'build-folder': 'bench/build-folder.ts',
    ingest: 'bench/ingest.ts',
    storage: 'bench/storage.ts',
    query: 'bench/query.ts',
    timeline: 'bench/timeline.ts',
    server: 'bench/server.ts',
    'floor-worker': 'bench/ingest/floor-worker.ts',
    worker: 'src/pipeline/worker.ts',
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

spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
const nodeFlags = process.env.BENCH_NODE_FLAGS?.split(' ') ?? [];
const { status } = spawnSync(process.execPath, [...nodeFlags, 'bench/.build/bench.mjs', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
