// `npm start [-- --empty] [-- --no-serve]`: from a bare clone to alerts on screen. Only Node's own modules until the
// packages are installed. Everything that is done already is left alone, so a second run takes seconds.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

ensureInstalled();
buildIfStale();
if (!flags.includes('--empty')) showDemo();

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
  const kushi = ['bin/kushi', '--config', join(demo, 'kushi.yml')];
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
