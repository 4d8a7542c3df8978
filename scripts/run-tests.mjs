import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs vitest and counts. `node` is the binary to run on, `folders` what to run (everything by default). Skipped tests
 * are listed with the reason their names carry. Returns { passed, failed, skipped, failures }: `failures` has a line for
 * each failed test, its full name and the first line of its message.
 */
export function runTests({ node = process.execPath, folders = [], env = {} } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'kushi-tests-'));
  const report = join(scratch, 'report.json');
  const words = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  spawnSync(node, [...words, ...folders], { stdio: 'inherit', env: { ...process.env, ...env } });
  const counts = readReport(report);
  rmSync(scratch, { recursive: true });
  return counts;
}

function readReport(file) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { ...counts, failed: 1, failures: ['vitest ended without a report'] };
  }
  for (const suite of report.testResults) {
    if (suite.status === 'failed' && suite.assertionResults.length === 0) fail(counts, suite.name, [suite.message]);
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') counts.passed++;
      else if (test.status === 'failed') fail(counts, `${suite.name} > ${test.fullName}`, test.failureMessages);
      else {
        counts.skipped++;
        process.stdout.write(`skipped: ${test.fullName}\n`);
      }
    }
  }
  return counts;
}

function fail(counts, name, messages) {
  counts.failed++;
  const [message] = (messages[0] ?? '').split('\n');
  counts.failures.push(`${name.replace(`${process.cwd()}/`, '')}: ${message.slice(0, 300)}`);
}

/** What failed, and the line that ends a run. Last, so that the end of a log says it. */
export function printTotal({ passed, failed, skipped, failures }) {
  process.stdout.write('\n');
  for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
}
