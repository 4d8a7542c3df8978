// Bundles the command line and its threads into dist/, or the folder given, with the packages that are JavaScript alone:
// reading their thousands of files would take as long as all else that a command does to start.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** Packages with native parts, files of their own, threads that they start by path, or imports that bundling changes. */
const apart = [
  '@duckdb/*',
  'libsql',
  '@node-rs/*',
  '@toondepauw/*',
  'uap-core',
  'pino',
  '@fastify/cookie',
  '@aws-sdk/*',
];

/** What packages in CommonJS expect to find. */
const commonJs = `
import { createRequire as requireFor } from 'node:module';
import { dirname as folderOf } from 'node:path';
import { fileURLToPath as pathOf } from 'node:url';
const require = requireFor(import.meta.url);
const __filename = pathOf(import.meta.url);
const __dirname = folderOf(__filename);
`;

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
  external: apart,
  banner: { js: commonJs },
  sourcemap: true,
  define: { KUSHI_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
});
