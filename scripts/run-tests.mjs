import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs vitest and counts. `node` is the binary to run on, `folders` what to run (everything by default). Skipped tests
 * are listed with the reason their names carry. Returns { passed, failed, skipped }.
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
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { ...counts, failed: 1 };
  }
  for (const suite of report.testResults) {
    if (suite.status === 'failed' && suite.assertionResults.length === 0) counts.failed++;
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') counts.passed++;
      else if (test.status === 'failed') counts.failed++;
      else {
        counts.skipped++;
        process.stdout.write(`skipped: ${test.fullName}\n`);
      }
    }
  }
  return counts;
}
