// `npm start [-- --empty] [-- --no-serve]`: from a bare clone to alerts on screen and a server. Only Node's own modules
// until the packages are installed. Everything that is done already is left alone, so a second run takes seconds.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ensureInstalled } from './ensure-installed.mjs';

/** Exit code of a command that finished with some objects refused: what was loaded is there to be looked at. */
const someRefused = 3;

const known = ['--empty', '--no-serve'];
const flags = process.argv.slice(2);
const unknown = flags.find((flag) => !known.includes(flag));
if (unknown !== undefined) {
  process.stderr.write(`npm start takes ${known.join(' and ')}, not ${unknown}.\n`);
  process.exit(2);
}
const data = process.env.KUSHI_DATA ?? 'data';
const demo = join(data, 'demo');
const isEmpty = flags.includes('--empty');
/** The command, on the data that is shown. */
const kushi = ['bin/kushi', ...(isEmpty ? [] : ['--config', join(demo, 'kushi.yml')])];

ensureInstalled();
buildIfStale();
const running = await runningServer(isEmpty ? data : demo);
const wantsServer = !flags.includes('--no-serve') && running === null;
// A port that is taken ends this before anything else is done; the command says who has it.
if (wantsServer && !(await isFree())) run(...kushi, 'serve');
if (!isEmpty) showDemo();
if (running !== null) process.stdout.write(`\nA server runs on this data already: ${running}\n`);
else if (wantsServer) serve();

/** Runs a Node program of ours with its output on the terminal; ends this one when it fails. */
function run(...words) {
  const { status } = spawnSync(process.execPath, words, { stdio: 'inherit' });
  if (status !== 0 && status !== someRefused) process.exit(status ?? 1);
}

function buildIfStale() {
  const built = 'dist/kushi.mjs';
  const newest = Math.max(...['src', 'demo', 'package-lock.json', 'scripts/build.mjs'].map(newestIn));
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  process.stderr.write('Building …\n');
  run('scripts/build.mjs');
}

function newestIn(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

/** The demo's period is chosen once and kept, so that its alerts do not move. */
function showDemo() {
  if (!existsSync(join(demo, 'demo.json'))) makeDemo();
  process.stderr.write('Loading the demo: 31 days of an invented company …\n');
  run(...kushi, 'load');
  process.stdout.write('\nAlerts\n');
  run(...kushi, 'alerts');
  const [worst] = lines(...kushi, 'alerts', '--json');
  if (worst === undefined) return;
  process.stdout.write(`\nWhat ${worst.entity.value} did\n`);
  run(...kushi, 'actor', worst.entity.value);
  const command = `bin/kushi --config ${join(demo, 'kushi.yml')}`;
  process.stdout.write(`\nGo on with: ${command} actor <another alert>\n`);
  process.stdout.write(`            ${command} search 'event.dataset: aws.cloudtrail and event.outcome: failure'\n`);
  process.stdout.write(`The story it should have found: ${join(demo, 'story.md')}\n`);
}

/** The URL of the server that runs on a data folder; null when there is none, or only what one left that was killed. */
async function runningServer(folder) {
  try {
    const { url } = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'));
    const { ok } = await fetch(new URL('/healthz', url));
    return ok ? url : null;
  } catch {
    return null;
  }
}

/** Whether the usual port, or the one of the environment, can be listened on. */
function isFree() {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', ({ code }) => resolve(code !== 'EADDRINUSE'));
    probe.listen(Number(process.env.KUSHI_PORT ?? 5780), process.env.KUSHI_HOST ?? '127.0.0.1', () =>
      probe.close(() => resolve(true)),
    );
  });
}

/** Serves in the foreground. Signals are the server's to heed; this process ends with it. */
function serve() {
  process.stdout.write('\n');
  const env = { KUSHI_LOG_LEVEL: 'warn', ...process.env };
  const server = spawn(process.execPath, [...kushi, 'serve'], { stdio: 'inherit', env });
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => server.kill('SIGTERM'));
  server.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

function makeDemo() {
  process.stderr.write('Making the demo …\n');
  const fresh = `${demo}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  const end = new Date().toISOString();
  run('dist/demo.mjs', '--out', fresh, '--end', end);
  writeFileSync(
    join(fresh, 'kushi.yml'),
    'data: .\ngeo: { city: geo/city.mmdb, asn: geo/asn.mmdb }\nsources:\n  demo: { location: logs }\n',
  );
  writeFileSync(join(fresh, 'demo.json'), `${JSON.stringify({ end })}\n`);
  rmSync(demo, { recursive: true, force: true });
  renameSync(fresh, demo);
}

function lines(...words) {
  const { status, stdout } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (status !== 0) process.exit(status ?? 1);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
