import { nsText } from '../ns.ts';
import type { StateDb } from '../open-state.ts';

export interface TestResult {
  readonly key: string;
  readonly destination: string;
  readonly created: bigint;
  readonly ended: bigint;
  /** What the destination said; null when it failed. */
  readonly receipt: string | null;
  readonly error: string | null;
}

/** Notes a test message among the deliveries. It is done with either way: nobody waits for a test. */
export async function recordTest(db: StateDb, result: TestResult): Promise<void> {
  const { key, destination, created, ended, receipt, error } = result;
  await db
    .insertInto('deliveries')
    .values({
      key,
      destination,
      story: null,
      number: 0,
      severity: -1,
      status: error === null ? 'sent' : 'withdrawn',
      attempts: 1,
      created: nsText(created),
      next: nsText(created),
      sent: error === null ? nsText(ended) : null,
      receipt,
      error,
    })
    .onConflict((oc) => oc.doNothing())
    .execute();
}
