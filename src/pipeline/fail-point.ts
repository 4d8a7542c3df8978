/**
 * Places where tests end the process or the attempt. `KUSHI_FAIL_POINT=<name>:<n>` dies by SIGKILL the n-th time the
 * point is passed; tests in one process set a handler that throws instead. Off, it costs one comparison.
 */
export type FailPoint =
  | 'load.offered'
  | 'load.written'
  | 'load.reindexed'
  | 'load.committed'
  | 'compact.rewritten'
  | 'compact.committed'
  | 'compact.removed'
  | 'expire.committed'
  | 'notify.routed'
  | 'notify.counted'
  | 'notify.sent'
  | 'notify.marked';

let handler: ((name: FailPoint) => void) | null = fromEnvironment(process.env.KUSHI_FAIL_POINT);

export function failPoint(name: FailPoint): void {
  if (handler !== null) handler(name);
}

/** For tests: what happens at every fail point; null turns them off. */
export function onFailPoint(next: ((name: FailPoint) => void) | null): void {
  handler = next;
}

function fromEnvironment(setting: string | undefined): ((name: FailPoint) => void) | null {
  if (setting === undefined || setting === '') return null;
  const [wanted, count] = setting.split(':');
  let passed = 0;
  return (name) => {
    if (name !== wanted) return;
    passed++;
    if (passed === Number(count ?? '1')) process.kill(process.pid, 'SIGKILL');
  };
}
