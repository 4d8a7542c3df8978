import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { type S3Options, userAgentName } from './s3-options.ts';

/** A connection on which nothing moves for so long is given up and the rest asked for again. */
const idleMs = 120_000;
const connectMs = 10_000;

/**
 * The SDK's client. Loaded on first use, as the SDK takes longer to load than most commands to run; its warning that
 * Node 20 will be dropped is for developers and would stand in the way of output.
 */
export async function s3Client(options: S3Options): Promise<S3Client> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const sdk = await import('@aws-sdk/client-s3');
  const credentials = await assumedRole(options);
  return new sdk.S3Client({ ...clientConfig(options), ...(credentials && { credentials }) });
}

function clientConfig({ region, endpoint, forcePathStyle, profile, version }: S3Options): S3ClientConfig {
  const anyRegion = endpoint === undefined ? undefined : (process.env.AWS_REGION ?? 'us-east-1');
  const usedRegion = region ?? anyRegion;
  return {
    ...(usedRegion !== undefined && { region: usedRegion }),
    ...(endpoint !== undefined && { endpoint }),
    ...(profile !== undefined && { profile }),
    forcePathStyle: forcePathStyle ?? endpoint !== undefined,
    followRegionRedirects: true,
    // Not 'adaptive': after one refusal it lets through less than a request a second, for readers that were slow before.
    retryMode: 'standard',
    maxAttempts: 10,
    customUserAgent: [[userAgentName, version]],
    requestHandler: { connectionTimeout: connectMs, socketTimeout: idleMs },
    // Bodies are resumed in parts, which have no checksum of their own; ETag and the compression's checksum remain.
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}

async function assumedRole({ roleArn, externalId, profile, region, version }: S3Options) {
  if (roleArn === undefined) return undefined;
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  return fromTemporaryCredentials({
    params: {
      RoleArn: roleArn,
      RoleSessionName: userAgentName,
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    ...(profile !== undefined && { masterCredentials: fromNodeProviderChain({ profile }) }),
    clientConfig: { ...(region !== undefined && { region }), customUserAgent: [[userAgentName, version]] },
  });
}
