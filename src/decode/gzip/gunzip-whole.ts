import { type Gunzip, gunzipSync } from 'node:zlib';

/** Stored bytes up to which a gzip is inflated in one call: a stream with its buffers costs more than such a one does. */
export const wholeBytes = 32 << 10;

/** Room for the text; what says that it becomes more is left to the stream. */
const mostTextBytes = 1 << 20;

/** The types of Node 20 leave out that `info` adds the engine. */
interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: Pick<Gunzip, 'bytesWritten'>;
}

/** The text of a gzip that is all here and sound; null for all others, about which the stream says more. */
export function gunzipWhole(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < 18) return null;
  // The last four bytes are the length of the last member's text (RFC 1952, 2.3.1); zlib checks that.
  const textBytes = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0, true);
  if (textBytes > mostTextBytes) return null;
  try {
    const options = { chunkSize: Math.max(1 << 14, textBytes + 1), maxOutputLength: mostTextBytes, info: true };
    const { buffer, engine } = gunzipSync(bytes, options) as unknown as Inflated;
    return engine.bytesWritten === bytes.length ? buffer : null;
  } catch {
    return null;
  }
}
