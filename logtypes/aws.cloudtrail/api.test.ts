import { describe, expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { ValueKind } from '../../src/core/batch/dictionary.ts';
import { ecsField } from '../../src/core/ecs/ecs.ts';
import { interpret } from '../../src/core/mapping/interpret.ts';
import { loadContent } from '../../src/pipeline/content.ts';

/** Service, API, the record's readOnly when it matters; then category and type. */
const calls = `
signin ConsoleLogin                               authentication start
signin SwitchRole                                 authentication start
signin ExitRole                                   authentication end
signin CheckMfa                                   authentication info
signin UserAuthentication                         authentication start
signin PasswordUpdated                            iam user,change
sts AssumeRole                                    authentication start
sts AssumeRoleWithSAML                            authentication start
sts AssumeRoot                                    authentication start
sts GetFederationToken                            authentication start
sts GetSessionToken                               authentication start
sts GetCallerIdentity                             iam info
sso Authenticate                                  authentication start
sso Logout                                        authentication end
sso GetRoleCredentials                            authentication start
sso CreateAccountAssignment                       iam admin,creation
sso ListAccounts                                  iam info
sso-oauth CreateToken                             authentication start
sso-directory CreateUser                          iam user,creation
sso-directory AddMemberToGroup                    iam group,change
identitystore DeleteGroup                         iam group,deletion
cognito-idp InitiateAuth                          authentication start
cognito-idp AdminCreateUser                       iam user,creation
cognito-idp AdminSetUserPassword                  iam user,change
cognito-idp GlobalSignOut                         authentication end
cognito-identity GetCredentialsForIdentity        authentication start
iam CreateUser                                    iam user,creation
iam CreateAccessKey                               iam user,creation
iam CreateLoginProfile                            iam user,creation
iam DeleteLoginProfile                            iam user,deletion
iam UpdateLoginProfile                            iam user,change
iam UpdateAccessKey                               iam user,change
iam DeactivateMFADevice                           iam user,change
iam AttachUserPolicy                              iam user,change
iam PutUserPolicy                                 iam user,change
iam AttachGroupPolicy                             iam group,change
iam AddUserToGroup                                iam group,change
iam CreateGroup                                   iam group,creation
iam AttachRolePolicy                              iam admin,change
iam PutRolePolicy                                 iam admin,change
iam UpdateAssumeRolePolicy                        iam admin,change
iam CreateRole                                    iam admin,creation
iam CreateServiceLinkedRole                       iam admin,creation
iam CreatePolicyVersion                           iam admin,creation
iam SetDefaultPolicyVersion                       iam admin,change
iam CreateSAMLProvider                            iam admin,creation
iam DeleteRole                                    iam admin,deletion
iam DeleteRolePolicy                              iam admin,deletion
iam GetAccountAuthorizationDetails                iam info
iam GenerateCredentialReport                      iam info
iam SimulatePrincipalPolicy                       iam info
rolesanywhere CreateSession                       authentication start
rolesanywhere CreateTrustAnchor                   iam admin,creation
rolesanywhere CreateProfile                       iam admin,creation
organizations LeaveOrganization                   iam,configuration deletion
organizations CreateAccount                       iam,configuration creation
organizations DescribeOrganization                iam,configuration access
organizations AttachPolicy                        iam,configuration change
account CloseAccount                              iam,configuration deletion
cloudtrail StopLogging                            configuration change
cloudtrail DeleteTrail                            configuration deletion
cloudtrail PutEventSelectors                      configuration change
cloudtrail LookupEvents                           configuration access
guardduty DeleteDetector                          configuration deletion
guardduty UpdateDetector                          configuration change
guardduty CreateFilter                            configuration creation
config StopConfigurationRecorder                  configuration change
wafv2 DeleteWebACL                                configuration deletion
logs DeleteLogGroup                               configuration deletion
logs FilterLogEvents                              api access
monitoring DisableAlarmActions                    configuration change
s3 GetObject                                      file access
s3 GetObjectAcl                                   file access
s3 ListObjectsV2                                  file access
s3 PutObject                                      file creation
s3 CopyObject                                     file creation
s3 PutObjectAcl                                   file change
s3 DeleteObjects                                  file deletion
s3 CreateBucket                                   configuration creation
s3 PutBucketPolicy                                configuration change
s3 PutBucketLifecycleConfiguration                configuration change
s3 DeleteBucketPolicy                             configuration deletion
s3 GetBucketAcl                                   configuration access
s3 ListBuckets                                    configuration access
ebs GetSnapshotBlock                              file access
ec2 RunInstances                                  host start
ec2 StartInstances                                host start
ec2 StopInstances                                 host end
ec2 TerminateInstances                            host end
ec2 GetPasswordData                               host access
ec2 GetConsoleScreenshot                          host access
ec2 ModifyInstanceAttribute                       host change
ec2 ModifyInstanceMetadataOptions                 host change
ec2 AssociateIamInstanceProfile                   host change
ec2 DescribeInstances                             host,configuration access
ec2 DescribeInstanceAttribute                     host,configuration access
ec2 AuthorizeSecurityGroupIngress                 network,configuration change
ec2 RevokeSecurityGroupEgress                     network,configuration change
ec2 CreateSecurityGroup                           network,configuration creation
ec2 ReplaceRoute                                  network,configuration change
ec2 CreateVpcPeeringConnection                    network,configuration creation
ec2 DeleteFlowLogs                                network,configuration deletion
ec2 ModifySnapshotAttribute                       configuration change
ec2 ModifyImageAttribute                          configuration change
ec2 CreateSnapshot                                configuration creation
ec2 CreateKeyPair                                 configuration creation
ec2 ImportKeyPair                                 configuration creation
ec2 EnableSerialConsoleAccess                     configuration change
ec2 DisableEbsEncryptionByDefault                 configuration change
ec2-instance-connect SendSSHPublicKey             host,session access
ssm StartSession                                  host,session start
ssm TerminateSession                              host,session end
ssm SendCommand                                   host,process start
ssm GetCommandInvocation                          host,process info
ssm GetParameters                                 configuration access
ssm DescribeInstanceInformation                   configuration access
secretsmanager GetSecretValue                     configuration access
secretsmanager BatchGetSecretValue                configuration access
secretsmanager DeleteSecret                       configuration deletion
kms Decrypt                                       configuration access
kms ScheduleKeyDeletion                           configuration deletion
kms CreateGrant                                   configuration change
kms PutKeyPolicy                                  configuration change
lambda Invoke                                     process start
lambda CreateFunction20150331                     configuration creation
lambda UpdateFunctionCode20150331v2               configuration change
lambda UpdateFunctionConfiguration20150331v2      configuration change
lambda AddPermission20150331v2                    configuration change
ecs RunTask                                       process start
ecs ExecuteCommand                                process,session start
codebuild StartBuild                              process start
glue StartJobRun                                  process start
glue GetTables                                    database,configuration access
cloudshell CreateSession                          host,session start
bedrock InvokeModel                               api access
bedrock PutUseCaseForModelAccess                  configuration change
bedrock CreateFoundationModelAgreement            configuration creation
bedrock GetFoundationModelAvailability            configuration access
cloudformation CreateStack                        configuration creation
rds CreateDBSnapshot                              database,configuration creation
rds ModifyDBSnapshotAttribute                     database,configuration change
rds DeleteDBInstance                              database,configuration deletion
rds DescribeDBInstances                           database,configuration access
dynamodb Scan                                     database access
dynamodb PutItem                                  database change
athena StartQueryExecution                        database access
route53 ChangeResourceRecordSets                  network,configuration change
route53resolver DeleteResolverQueryLogConfig      network,configuration deletion
elasticloadbalancing ModifyLoadBalancerAttributes  network,configuration change
ses SendEmail                                     email info
ses VerifyEmailIdentity false                     configuration change
ses GetSendQuota                                  configuration access
newservice FrobnicateThing false                  api change
newservice FrobnicateThing true                   api access
newservice FrobnicateThing                        api info
newservice ConsoleLogin                           authentication start
`
  .trim()
  .split('\n')
  .map((line) => {
    const [call, expected] = line.split(/ {2,}/);
    const [service, action, readOnly] = call.split(' ');
    const [category, type] = expected.split(' ').map((list) => list.split(','));
    return {
      call,
      record: { '.eventSource': `${service}.amazonaws.com`, '.eventName': action, '.readOnly': readOnly },
      category,
      type,
    };
  });

const { logTypes } = loadContent({ config: configSchema.parse({}), root: '.', onlyRules: [] });
const { mapping } = logTypes.get('aws.cloudtrail')!;
const expectedTypes = ecsField('event.category')?.expected ?? {};

describe.each(calls)('$call', ({ record, category, type }) => {
  const values: Readonly<Record<string, string | undefined>> = record;
  const event = interpret(mapping, (input) => {
    const text = values[input];
    return text === undefined ? [] : [{ text, kind: ValueKind.text }];
  });

  test('has its category and type', () => {
    expect([event.get('event.category'), event.get('event.type')]).toEqual([category, type]);
  });

  test('has types that ECS expects of one of its categories', () => {
    const expected = new Set(category.flatMap((name) => expectedTypes[name] ?? []));
    expect(type.filter((name) => !expected.has(name))).toEqual([]);
  });
});
