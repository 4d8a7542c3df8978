// Preloaded into a command (NODE_OPTIONS=--import=…): tells what it used when it ends.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread)
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const used = { seconds: (userCPUTime + systemCPUTime) / 1e6, mebibytes: maxRSS / 1024 };
    writeFileSync(process.env.KUSHI_TEST_USAGE, JSON.stringify(used));
  });
