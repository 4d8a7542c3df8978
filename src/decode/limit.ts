import type { ByteStream } from './byte-stream.ts';
import { Damage } from './decode-error.ts';
import { type DecodeOptions, defaultDecodeOptions, ratioFreeBytes } from './decode-options.ts';

/** How many stored bytes were taken in so far. */
export interface Meter {
  stored: number;
}

export async function* metered(stream: ByteStream, meter: Meter, signal: AbortSignal | undefined): ByteStream {
  for await (const piece of stream) {
    signal?.throwIfAborted();
    meter.stored += piece.length;
    yield piece;
  }
}

/** Passes decoded bytes on until they are more than the limits allow; then throws a Damage, the last bytes cut to fit. */
export async function* limited(stream: ByteStream, meter: Meter, options: DecodeOptions): ByteStream {
  const { maxBytes, maxRatio } = { ...defaultDecodeOptions, ...options };
  let out = 0;
  for await (const piece of stream) {
    options.signal?.throwIfAborted();
    const allowed = Math.min(maxBytes, Math.max(ratioFreeBytes, meter.stored * maxRatio));
    if (out + piece.length > allowed) {
      if (allowed > out) yield piece.subarray(0, allowed - out);
      throw new Damage('DECODE_BOMB', bombMessage(allowed, maxBytes, maxRatio));
    }
    out += piece.length;
    yield piece;
  }
}

function bombMessage(allowed: number, maxBytes: number, maxRatio: number): string {
  return allowed === maxBytes
    ? `The object decodes to more than the ${maxBytes} bytes allowed.`
    : `The object decodes to more than ${maxRatio} times its stored size.`;
}
