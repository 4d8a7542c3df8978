/**
 * Where tests kill the process: `KUSHI_FAIL_POINT=<name>:<n>` dies by SIGKILL the n-th time the point is passed. Off,
 * and one comparison, unless the variable is set.
 */
const [wanted, count] = (process.env.KUSHI_FAIL_POINT ?? '').split(':');
let passed = 0;

export type FailPoint =
  | 'load.offered'
  | 'load.sealed'
  | 'load.written'
  | 'load.reindexed'
  | 'load.committed'
  | 'compact.rewritten'
  | 'compact.committed'
  | 'compact.removed'
  | 'expire.committed'
  | 'expire.removed';

export function failPoint(name: FailPoint): void {
  if (name !== wanted) return;
  passed++;
  if (passed === Number(count ?? '1')) process.kill(process.pid, 'SIGKILL');
}
