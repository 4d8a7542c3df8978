// `npm test [-- folder…]`: all tests; the last line is `N passed, N failed, N skipped`.
import { ensureInstalled } from './ensure-installed.mjs';
import { printTotal, runTests } from './run-tests.mjs';

ensureInstalled();
const counts = runTests({ folders: process.argv.slice(2) });
printTotal(counts);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
