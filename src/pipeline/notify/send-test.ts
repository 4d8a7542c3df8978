import type { Destination, Receipt } from '../../destinations/destination.ts';
import { toSendError } from '../../destinations/send-error.ts';
import { deliveryKey } from '../../state/outbox/delivery-key.ts';
import { recordTest } from '../../state/outbox/record-test.ts';
import type { NotifyContext } from './notify-context.ts';

/**
 * Sends a test message at once, past the queue, and notes it among the deliveries. It is never sent a second time. Fails
 * with a SendError.
 */
export async function sendTest(
  { db, clock, onChange }: NotifyContext,
  destination: Destination,
  signal: AbortSignal,
): Promise<Receipt> {
  const { name } = destination;
  const created = clock();
  const key = deliveryKey(name, `test ${created}`, 0);
  try {
    const receipt = await destination.send({ kind: 'test' }, { key, signal });
    await recordTest(db, { key, destination: name, created, ended: clock(), receipt: receipt.detail, error: null });
    return receipt;
  } catch (thrown) {
    const error = toSendError(thrown);
    await recordTest(db, { key, destination: name, created, ended: clock(), receipt: null, error: error.message });
    throw error;
  } finally {
    onChange();
  }
}
