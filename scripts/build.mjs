// Bundles the command line and its worker into dist/, or the folder given. Packages stay outside: several carry native
// parts.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

await build({
  entryPoints: {
    kushi: 'src/cli/main.ts',
    worker: 'src/pipeline/worker.ts',
    'loader-worker': 'src/pipeline/loader/worker.ts',
    'question-worker': 'src/questions/worker.ts',
    demo: 'demo/main.ts',
  },
  outdir: process.argv[2] ?? 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  define: { KUSHI_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
});
