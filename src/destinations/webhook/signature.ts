import { createHmac } from 'node:crypto';

/**
 * The value of `Kushi-Signature`: `t=<seconds>,v1=<hex>`, an HMAC-SHA-256 of `<seconds>.<body>`. The time is signed, so
 * that a receiver can refuse what was recorded long before.
 */
export function signature(secret: string, body: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
