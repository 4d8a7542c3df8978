import type { Random } from '../random/random.ts';
import type { Api } from './api-table.ts';
import type { Pools } from './pools.ts';
import { compileTemplate, type Template } from './template.ts';

/** Error code and message of services, as their APIs give them. */
const tables: Readonly<Record<string, string>> = {
  ec2: `Client.InvalidInstanceID.NotFound | The instance ID '$instance' does not exist
Client.InvalidGroup.NotFound | The security group '$securityGroup' does not exist
Client.DryRunOperation | Request would have succeeded, but DryRun flag is set.
Client.InvalidVolume.NotFound | The specified volume does not exist in this account and region, or you are not allowed to see it.
Client.InvalidPermission.Duplicate | the specified rule "peer: 10.0.0.0/8, TCP, from port: 443, to port: 443, ALLOW" already exists
Client.InvalidSubnetID.NotFound | The subnet ID '$subnet' does not exist
Client.InvalidLaunchTemplateId.NotFound | The specified launch template, with template ID $launchTemplate, does not exist.
Client.RequestLimitExceeded | Request limit exceeded.`,
  ssm: `ParameterNotFound | Parameter $parameter not found in the requested namespace and region. Check the name, the region and the version.
ThrottlingException | Rate exceeded
InvalidInstanceId | Instances [[$instance]] not in a valid state for account $account
ParameterAlreadyExists | The parameter already exists. To overwrite this value, set the overwrite option in the request to true.
TargetNotConnected | The target is not connected. Start the agent of the instance and look at its permissions.`,
  iam: `NoSuchEntityException | The role with name $role cannot be found.
NoSuchEntityException | The role policy with name access cannot be found.
EntityAlreadyExistsException | Role with name $role already exists.
DeleteConflictException | Cannot delete entity, must detach all policies first.
NoSuchEntityException | Login Profile for User $user cannot be found.
LimitExceededException | Cannot exceed quota for PolicySize: 10240 characters`,
  s3: `NoSuchBucketPolicy | The bucket policy does not exist
NoSuchTagSet | The TagSet does not exist
NoSuchBucket | The specified bucket does not exist
NoSuchLifecycleConfiguration | The lifecycle configuration does not exist
ServerSideEncryptionConfigurationNotFoundError | The server side encryption configuration was not found
NoSuchPublicAccessBlockConfiguration | The public access block configuration was not found
BucketAlreadyOwnedByYou | Your previous request to create the named bucket succeeded and you already own it.`,
  kms: `NotFoundException | Key '$keyArn' does not exist
InvalidCiphertextException | The ciphertext refers to a key that does not exist, does not exist in this region, or you are not allowed to access.`,
  secretsmanager: `ResourceNotFoundException | Secrets Manager can't find the specified secret value for staging label: AWSCURRENT
ResourceNotFoundException | Secrets Manager can't find the specified secret.
InvalidRequestException | You can't perform this operation on the secret because it was marked for deletion.`,
  rds: `DBInstanceNotFoundFault | DBInstance $database not found.
DBSnapshotNotFoundFault | DBSnapshot not found, or shared with another account only.
InvalidDBInstanceStateFault | Database instance is not in available state.`,
  lambda: `ResourceNotFoundException | Function not found: arn:aws:lambda:eu-west-1:$account:function:$function
ResourceConflictException | The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:eu-west-1:$account:function:$function`,
};

interface ApiError {
  readonly code: string;
  readonly message: Template;
}

const errors = new Map<string, readonly ApiError[]>(
  Object.entries(tables).map(([service, table]) => [
    `${service}.amazonaws.com`,
    table.split('\n').map((line) => {
      const [code, message] = line.split(' | ');
      return { code, message: compileTemplate(message) };
    }),
  ]),
);

/** What the company's tools try again and again although nobody ever allowed it. */
const neverAllowed = new Set(
  'DescribeParameters DescribeInstanceAttribute ListTagsForResource GetPolicyVersion GetResourcePolicy'.split(' '),
);

/** Part of an API's calls that end with an error. */
export function failureShare(api: Api): number {
  if (api.caller !== 'user' && api.caller !== 'service' && api.caller !== 'console') return 0;
  return neverAllowed.has(api.name) ? 0.54 : 0.064;
}

const deniedCode = (service: string) =>
  service === 'ec2'
    ? 'Client.UnauthorizedOperation'
    : service === 's3' || service === 'iam' || service === 'rds'
      ? 'AccessDenied'
      : 'AccessDeniedException';

/** What IAM says when no policy allows a call. */
export function deniedError(source: string, action: string, arn: string): { code: string; message: string } {
  const account = arn.split(':')[4];
  const service = source.slice(0, source.indexOf('.'));
  const message = `User: ${arn} is not authorized to perform: ${service}:${action} on resource: arn:aws:${service}:eu-west-1:${account}:* because no identity-based policy allows the ${service}:${action} action`;
  return { code: deniedCode(service), message };
}

/** An API fails with the same error each time, of the things it is about. */
export function errorOf(random: Random, pools: Pools, api: Api, arn: string): { code: string; message: string } {
  const known = errors.get(api.source);
  if (!known || neverAllowed.has(api.name)) return deniedError(api.source, api.name.replace(/\d{8}(v\d)?$/, ''), arn);
  const { code, message } = known[(api.name.length + api.name.charCodeAt(api.name.length - 1)) % known.length];
  return { code, message: message(random, pools) };
}
