import { KushiError } from '../../core/error/error.ts';
import { changedSinceListed } from '../unreadable.ts';

/** The parts of the SDK's errors that matter here. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** What S3 or the SDK said, and what to do about it. `name` is what was asked for; `action` the permission it takes. */
export function s3Error(problem: unknown, name: string, action: string): KushiError {
  if (problem instanceof KushiError) return problem;
  const { name: code = '', message = String(problem), $metadata } = problem as SdkError;
  const status = $metadata?.httpStatusCode;
  const unreadable = (why: string) => new KushiError('SOURCE_UNREADABLE', `${name} ${why}`, { cause: problem });
  if (code === 'NoSuchBucket')
    return new KushiError('SOURCE_NOT_FOUND', `There is no bucket for ${name}.`, { cause: problem });
  if (status === 412) return changedSinceListed(name);
  if (code === 'NoSuchKey' || status === 404) return unreadable('cannot be read: it is no longer there.');
  if (code === 'InvalidObjectState') return unreadable('is archived (Glacier). Restore it, then load it again.');
  if (code === 'CredentialsProviderError') {
    return unreadable(
      `cannot be read without AWS credentials: ${message} Set AWS_PROFILE, or \`profile\` or \`role_arn\` of the source.`,
    );
  }
  if (/^Expired/.test(code))
    return unreadable(`cannot be read: the AWS credentials have expired (${code}). Sign in again.`);
  if (/Region is missing/.test(message))
    return unreadable('needs a region. Set AWS_REGION, or `region` of the source.');
  if (status === 403) {
    return unreadable(
      `cannot be read: access denied (${code}). It takes ${action} and, for KMS-encrypted objects, kms:Decrypt.`,
    );
  }
  return unreadable(`cannot be read: ${code}${status === undefined ? '' : ` ${status}`} ${message}`);
}
