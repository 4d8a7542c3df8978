import type { Request } from './read-requests.ts';

/**
 * Calls that can let others in: resource policies, ACLs, attributes of snapshots and images, grants, trust, open ports.
 * Names as in the services' API references, without the date that Lambda appends.
 */
const sharingActions: ReadonlySet<string> = new Set([
  'AddLayerVersionPermission',
  'AddPermission',
  'AssociateResourceShare',
  'AuthorizeSecurityGroupIngress',
  'CreateFunctionUrlConfig',
  'CreateGrant',
  'CreateResourceShare',
  'DeleteAccountPublicAccessBlock',
  'DeleteBucketPublicAccessBlock',
  'DeletePublicAccessBlock',
  'ModifyDBClusterSnapshotAttribute',
  'ModifyDBSnapshotAttribute',
  'ModifyImageAttribute',
  'ModifySnapshotAttribute',
  'PutAccountPublicAccessBlock',
  'PutBucketAcl',
  'PutBucketPolicy',
  'PutBucketPublicAccessBlock',
  'PutFileSystemPolicy',
  'PutKeyPolicy',
  'PutObjectAcl',
  'PutRegistryPolicy',
  'PutResourcePolicy',
  'SetQueueAttributes',
  'SetRepositoryPolicy',
  'SetTopicAttributes',
  'UpdateAssumeRolePolicy',
  'UpdateFunctionUrlConfig',
]);

export function isSharing(action: string): boolean {
  return sharingActions.has(action.replace(/\d{8}(v\d+)?$/, ''));
}

/** Ways to say everybody: policies' `*`, ACLs' AllUsers, attributes' `all`, function URLs' NONE, the whole internet. */
const everybody =
  /"(?:AWS|Principal)":\s*(?:"\*"|\[[^\]]*"\*")|groups\/global\/(?:AllUsers|AuthenticatedUsers)|"(?:group|groups?)":\s*"all"|"authType":\s*"NONE"|"0\.0\.0\.0\/0"|"::\/0"|public-read/i;

/** Whom a request lets in: other accounts, `everybody`; empty when it names nobody but its own account. */
export function sharedWith(request: Request, account: string | null): readonly string[] {
  // A policy may stand in the request as JSON in a text, with its quotes escaped.
  const text = JSON.stringify(request).replace(/\\+"/g, '"');
  const accounts = [...text.matchAll(/"(?:arn:aws[\w-]*:iam::)?(\d{12})(?::[^"]*)?"/g)].map(([, id]) => id);
  const others = [...new Set(accounts)].filter((id) => id !== account);
  return everybody.test(text) ? ['everybody', ...others] : others;
}
