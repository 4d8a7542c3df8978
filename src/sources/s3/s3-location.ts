import { KushiError } from '../../core/error/error.ts';

export interface S3Location {
  readonly bucket: string;
  /** Every object whose key begins with it; '' for all. */
  readonly prefix: string;
}

/** Parses `s3://bucket/prefix`; throws USAGE. The prefix is taken as it stands: keys are not URL-encoded there. */
export function parseS3Location(text: string): S3Location {
  const match = /^s3:\/\/([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(text);
  if (match === null) {
    throw new KushiError(
      'USAGE',
      `${text} names no bucket. Write s3://bucket or s3://bucket/prefix, the bucket in lower case.`,
    );
  }
  return { bucket: match[1], prefix: match[2] ?? '' };
}
