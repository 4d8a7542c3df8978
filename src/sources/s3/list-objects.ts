import type { _Object, S3Client } from '@aws-sdk/client-s3';
import type { OfferedObject } from '../source.ts';
import { s3Error } from './s3-error.ts';
import type { S3Location } from './s3-location.ts';

/** All objects whose key begins with the prefix, in the order of their keys; a page (1,000) is asked for when needed. */
export async function* listObjects(
  client: S3Client,
  { bucket, prefix }: S3Location,
  signal?: AbortSignal,
): AsyncIterable<OfferedObject> {
  const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  let token: string | undefined;
  do {
    // Keys may hold characters that XML cannot, so they are asked for in URL encoding.
    const request = {
      Bucket: bucket,
      Prefix: prefix,
      EncodingType: 'url' as const,
      ...(token && { ContinuationToken: token }),
    };
    const page = await client
      .send(new ListObjectsV2Command(request), signal && { abortSignal: signal })
      .catch((problem) => {
        throw signal?.aborted ? signal.reason : s3Error(problem, `s3://${bucket}/${prefix}`, 's3:ListBucket');
      });
    for (const object of page.Contents ?? []) yield offered(bucket, object, page.EncodingType === 'url');
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

function offered(
  bucket: string,
  { Key = '', ETag = '', Size = 0, LastModified }: _Object,
  isEncoded: boolean,
): OfferedObject {
  const key = isEncoded ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key;
  return {
    bucket,
    key,
    etag: ETag.replace(/^W\//, '').replaceAll('"', ''),
    size: Size,
    time: BigInt(LastModified?.getTime() ?? 0) * 1_000_000n,
    name: `s3://${bucket}/${key}`,
  };
}
