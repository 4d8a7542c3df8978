// Bundles the bench with its workers, as the command line is bundled, and runs it.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

await build({
  entryPoints: {
    main: 'bench/main.ts',
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
const flags = process.env.BENCH_NODE_FLAGS?.split(' ') ?? [];
const { status } = spawnSync(process.execPath, [...flags, 'bench/.build/main.mjs', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
