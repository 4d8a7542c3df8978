export const iamApis = `
iam.amazonaws.com
GetRole 2.1 user | {"roleName":"$role"}
ListAttachedRolePolicies 1.5 user | {"roleName":"$role"}
GetInstanceProfile 1.3 user | {"instanceProfileName":"$role"}
ListRolePolicies 0.9 user | {"roleName":"$role"}
GetPolicy 0.8 user | {"policyArn":"$policyArn"}
GetPolicyVersion 0.7 user | {"policyArn":"$policyArn","versionId":"v$digit"}
GetRolePolicy 0.6 user | {"roleName":"$role","policyName":"$service-access"}
ListInstanceProfilesForRole 0.5 user | {"roleName":"$role"}
GetUser 0.5 user | {"userName":"$user"}
ListAccessKeys 0.35 user | {"userName":"$user"}
ListRoles 0.3 user | {"maxItems":1000}
ListPolicyVersions 0.25 user | {"policyArn":"$policyArn"}
CreateRole 0.6 user | {"roleName":"$role","description":"$note","assumeRolePolicyDocument":"$trust","tags":[{"key":"team","value":"$team"}]} | {"role":{"path":"/","roleName":"$role","roleId":"AROA$base32x17","arn":"arn:aws:iam::$account:role/$role","createDate":"$consoleDate","assumeRolePolicyDocument":"%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22ec2.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D","tags":[{"key":"team","value":"$team"}]}}
DeleteRole 0.4 user | {"roleName":"$role"}
PutRolePolicy 0.5 user | {"roleName":"$role","policyName":"$service-access","policyDocument":"$policy"}
DeleteRolePolicy 0.35 user | {"roleName":"$role","policyName":"$service-access"}
AttachRolePolicy 0.4 user | {"roleName":"$role","policyArn":"$policyArn"}
DetachRolePolicy 0.35 user | {"roleName":"$role","policyArn":"$policyArn"}
TagRole 0.3 user | {"roleName":"$role","tags":[{"key":"team","value":"$team"},{"key":"note","value":"$note"}]}
CreateInstanceProfile 0.15 user | {"instanceProfileName":"$role"} | {"instanceProfile":{"path":"/","instanceProfileName":"$role","instanceProfileId":"AIPA$base32x17","arn":"arn:aws:iam::$account:instance-profile/$role","createDate":"$consoleDate","roles":[]}}
AddRoleToInstanceProfile 0.15 user | {"roleName":"$role","instanceProfileName":"$role"}
CreatePolicy 0.12 user | {"policyName":"$service-access","policyDocument":"$policy"} | {"policy":{"policyName":"$service-access","policyId":"ANPA$base32x17","arn":"$policyArn","path":"/","defaultVersionId":"v1","attachmentCount":0,"permissionsBoundaryUsageCount":0,"isAttachable":true,"createDate":"$consoleDate","updateDate":"$consoleDate"}}
CreatePolicyVersion 0.12 user | {"policyArn":"$policyArn","policyDocument":"$policy","setAsDefault":true} | {"policyVersion":{"versionId":"v$digit","isDefaultVersion":true,"createDate":"$consoleDate"}}
DeletePolicyVersion 0.08 user | {"policyArn":"$policyArn","versionId":"v$digit"}
DeletePolicy 0.05 user | {"policyArn":"$policyArn"}
UpdateAssumeRolePolicy 0.09 user | {"roleName":"$role","policyDocument":"$trust"}
RemoveRoleFromInstanceProfile 0.08 user | {"roleName":"$role","instanceProfileName":"$role"}
DeleteInstanceProfile 0.07 user | {"instanceProfileName":"$role"}
UpdateRole 0.05 user | {"roleName":"$role","description":"$note","maxSessionDuration":3600}
UntagRole 0.04 user | {"roleName":"$role","tagKeys":["$team"]}
TagPolicy 0.04 user | {"policyArn":"$policyArn","tags":[{"key":"team","value":"$team"}]}
UpdateAccessKey 0.01 user | {"status":"Inactive","userName":"$user","accessKeyId":"$accessKey"}
CreateServiceLinkedRole 0.03 service=autoscaling | {"aWSServiceName":"$service.amazonaws.com"} | {"role":{"path":"/aws-service-role/","roleName":"$role","roleId":"AROA$base32x17","arn":"arn:aws:iam::$account:role/$role","createDate":"$consoleDate"}}
* 0.06 user | {"userName":"$user"} | ListUserPolicies ListAttachedUserPolicies ListGroupsForUser GetLoginProfile ListMFADevices ListSSHPublicKeys ListServiceSpecificCredentials ListSigningCertificates
* 0.06 user | - | ListUsers ListGroups ListPolicies GetAccountSummary GetAccountPasswordPolicy ListAccountAliases ListOpenIDConnectProviders ListSAMLProviders ListVirtualMFADevices GetCredentialReport GenerateCredentialReport ListInstanceProfiles ListServerCertificates
* 0.06 user | {"roleName":"$role"} | ListRoleTags GetServiceLinkedRoleDeletionStatus GetServiceLastAccessedDetails
GetAccessKeyLastUsed 0.08 user | {"accessKeyId":"$accessKey"}
ListEntitiesForPolicy 0.07 user | {"policyArn":"$policyArn"}
`;
