import type { Source } from '../source.ts';
import { listObjects } from './list-objects.ts';
import { readObject } from './read-object.ts';
import { s3Client } from './s3-client.ts';
import type { S3Location } from './s3-location.ts';
import type { S3Options } from './s3-options.ts';

/** The objects under a prefix of a bucket, of S3 or of a server that speaks its protocol. */
export function s3Source(location: S3Location, options: S3Options): Source {
  let opening: ReturnType<typeof s3Client> | undefined;
  const client = () => {
    opening ??= s3Client(options);
    return opening;
  };
  return {
    id: `s3:${location.bucket}/${location.prefix}`,
    async *list(signal) {
      yield* listObjects(await client(), location, signal);
    },
    async open(object, signal) {
      return readObject(await client(), object, { retryMs: options.retryMs ?? 200, signal });
    },
    async close() {
      if (opening !== undefined) (await opening).destroy();
      opening = undefined;
    },
  };
}
