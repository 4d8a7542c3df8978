import { createHash } from 'node:crypto';

/** The idempotency key of a message: the same for the same place in the same row of messages, however often it is sent. */
export function deliveryKey(destination: string, story: string, number: number): string {
  return createHash('sha256').update([destination, story, number].join('\0')).digest('hex').slice(0, 32);
}
