/** How a bucket is reached. What is absent is found as the AWS SDK finds it: environment, profile, instance role. */
export interface S3Options {
  readonly region?: string | undefined;
  /** Another S3 server, such as `http://127.0.0.1:9000`. */
  readonly endpoint?: string | undefined;
  /** Bucket in the path instead of the host name; the default when there is an `endpoint`. */
  readonly forcePathStyle?: boolean | undefined;
  readonly profile?: string | undefined;
  /** Role to assume for reading, and the external id it asks for. */
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
  /** Kushi's version. It stands in the user agent, by which our own reads are recognised in access logs. */
  readonly version: string;
  /** First wait before a cut body is asked for again, in milliseconds; doubled each time, up to 10 s. */
  readonly retryMs?: number | undefined;
}

/** Product name in the user agent, `kushi/<version>`. */
export const userAgentName = 'kushi';
