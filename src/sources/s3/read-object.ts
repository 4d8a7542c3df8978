import { setTimeout as delay } from 'node:timers/promises';
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import type { ByteStream } from '../../decode/byte-stream.ts';
import type { OfferedObject } from '../source.ts';
import { s3Error } from './s3-error.ts';

/** How often a body may break off without a byte of progress. */
const maxBreaks = 6;
const maxWaitMs = 10_000;

export interface ReadOptions {
  readonly retryMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The bytes of an object, of the very version that was listed (If-Match). Refused and throttled requests are repeated by
 * the SDK; a body that breaks off is asked for again from where it ended, so the caller sees one stream.
 */
export async function readObject(client: S3Client, object: OfferedObject, options: ReadOptions): Promise<ByteStream> {
  const first = await request(client, object, { from: 0, signal: options.signal });
  return wholeBody(client, object, { ...options, first });
}

async function* wholeBody(
  client: S3Client,
  object: OfferedObject,
  { first, retryMs, signal }: ReadOptions & { first: GetObjectCommandOutput },
): ByteStream {
  const size = first.ContentLength ?? object.size;
  let received = 0;
  let breaks = 0;
  for (let response = first; ; ) {
    let problem: unknown = new Error(`the body ended after ${received} of ${size} bytes`);
    try {
      for await (const piece of body(response, received)) {
        received += piece.length;
        breaks = 0;
        yield piece;
      }
    } catch (cause) {
      problem = cause;
    }
    if (received === size) return;
    signal?.throwIfAborted();
    if (++breaks > maxBreaks || received > size) throw s3Error(problem, object.name, 's3:GetObject');
    await delay(Math.min(maxWaitMs, retryMs * 2 ** (breaks - 1)), undefined, signal && { signal });
    response = await request(client, object, { from: received, signal });
  }
}

async function request(
  client: S3Client,
  { bucket, key, etag, versionId, name }: OfferedObject,
  { from, signal }: { from: number; signal: AbortSignal | undefined },
): Promise<GetObjectCommandOutput> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    IfMatch: `"${etag}"`,
    ...(versionId !== undefined && { VersionId: versionId }),
    ...(from > 0 && { Range: `bytes=${from}-` }),
  });
  try {
    return await client.send(command, signal && { abortSignal: signal });
  } catch (problem) {
    throw signal?.aborted ? signal.reason : s3Error(problem, name, 's3:GetObject');
  }
}

/** The body from byte `from` of the object on, even when the server did not look at the range. */
async function* body(response: GetObjectCommandOutput, from: number): ByteStream {
  const isPart = response.ContentRange?.startsWith(`bytes ${from}-`) ?? false;
  let skip = isPart ? 0 : from;
  for await (const piece of response.Body as unknown as ByteStream) {
    if (skip < piece.length) yield skip === 0 ? piece : piece.subarray(skip);
    skip = Math.max(0, skip - piece.length);
  }
}
