export const s3Apis = `
s3.amazonaws.com
GetBucketAcl 0.5 user | {"bucketName":"$bucket","Host":"s3.eu-west-1.amazonaws.com","acl":""} | - | bucket
GetBucketAcl 0.9 service=cloudtrail | {"bucketName":"$bucket","Host":"s3.eu-west-1.amazonaws.com","acl":""} | - | bucket
ListBuckets 0.7 user | {"Host":"s3.eu-west-1.amazonaws.com"}
GetBucketPolicy 0.6 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","policy":""} | - | bucket
GetBucketVersioning 0.5 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","versioning":""} | - | bucket
GetBucketEncryption 0.5 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","encryption":""} | - | bucket
GetBucketTagging 0.4 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","tagging":""} | - | bucket
GetBucketLogging 0.4 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","logging":""} | - | bucket
GetBucketPublicAccessBlock 0.4 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","publicAccessBlock":""} | - | bucket
GetBucketLocation 0.4 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","location":""} | - | bucket
GetObject 0.75 object | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","key":"$object"} | - | object
PutObject 0.6 object | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","key":"$object","x-amz-server-side-encryption":"aws:kms"} | {"x-amz-server-side-encryption":"aws:kms","x-amz-server-side-encryption-aws-kms-key-id":"$keyArn"} | object
ListObjects 0.3 object | {"list-type":"2","bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","prefix":"$service/","max-keys":"1000"} | - | bucket
PutBucketTagging 0.3 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","tagging":"","Tagging":{"TagSet":{"Tag":[{"Key":"team","Value":"$team"}]}}} | - | bucket
CreateBucket 0.25 user | {"CreateBucketConfiguration":{"LocationConstraint":"eu-west-1"},"bucketName":"$bucket","Host":"s3.eu-west-1.amazonaws.com"} | - | bucket
PutBucketPublicAccessBlock 0.25 user | {"publicAccessBlock":"","bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","PublicAccessBlockConfiguration":{"RestrictPublicBuckets":true,"BlockPublicPolicy":true,"BlockPublicAcls":true,"IgnorePublicAcls":true}} | - | bucket
PutBucketPolicy 0.2 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","policy":"","bucketPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::$bucket","arn:aws:s3:::$bucket/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}} | - | bucket
DeleteBucket 0.12 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com"} | - | bucket
PutBucketVersioning 0.09 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","versioning":"","VersioningConfiguration":{"Status":"Enabled"}} | - | bucket
PutBucketLifecycle 0.08 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","lifecycle":""} | - | bucket
PutBucketEncryption 0.08 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com","encryption":""} | - | bucket
* 0.07 user | {"bucketName":"$bucket","Host":"$bucket.s3.eu-west-1.amazonaws.com"} | GetBucketCors GetBucketLifecycle GetBucketNotification GetBucketOwnershipControls GetBucketPolicyStatus GetBucketReplication GetBucketRequestPayment GetBucketWebsite GetBucketObjectLockConfiguration GetAccelerateConfiguration HeadBucket GetBucketInventoryConfiguration GetBucketMetricsConfiguration
`;

export const kmsApis = `
kms.amazonaws.com
Decrypt 2.9 user | {"encryptionContext":{"PARAMETER_ARN":"arn:aws:ssm:eu-west-1:$account:parameter$parameter"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"} | - | key
Decrypt 1.9 service=secretsmanager | {"encryptionContext":{"SecretARN":"$secretArn","SecretVersionId":"$uuid"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"} | - | key
Decrypt 1.2 service=ssm | {"encryptionContext":{"PARAMETER_ARN":"arn:aws:ssm:eu-west-1:$account:parameter$parameter"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"} | - | key
GenerateDataKey 0.5 user | {"keyId":"$keyArn","keySpec":"AES_256","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::$bucket/$object"}} | - | key
GenerateDataKey 0.4 service=secretsmanager | {"keyId":"$keyArn","keySpec":"AES_256","encryptionContext":{"SecretARN":"$secretArn","SecretVersionId":"$uuid"}} | - | key
DescribeKey 0.6 user | {"keyId":"$keyArn"} | - | key
CreateGrant 0.3 service=rds | {"keyId":"$keyArn","granteePrincipal":"rds.eu-west-1.amazonaws.com","operations":["Decrypt","Encrypt","GenerateDataKey","CreateGrant","RetireGrant","DescribeKey"],"constraints":{"encryptionContextSubset":{"aws:rds:db-id":"db-$base32x17"}},"retiringPrincipal":"rds.eu-west-1.amazonaws.com"} | {"grantId":"$hex64","keyId":"$keyArn"} | key
* 0.07 user | {"keyId":"$keyArn"} | GetKeyPolicy GetKeyRotationStatus ListGrants ListKeyPolicies ListResourceTags
* 0.06 user | {"limit":100} | ListKeys ListAliases
`;

export const secretsApis = `
secretsmanager.amazonaws.com
GetSecretValue 4.2 user | {"secretId":"$secretArn"}
GetSecretValue 0.4 service=rds | {"secretId":"$secretArn","versionStage":"AWSCURRENT"}
DescribeSecret 1.0 user | {"secretId":"$secretArn"}
GetResourcePolicy 0.6 user | {"secretId":"$secretArn"}
CreateSecret 0.45 user | {"name":"$service/$team/$hex8","clientRequestToken":"$uuid","description":"$note"} | {"arn":"$secretArn","name":"$service/$team/$hex8","versionId":"$uuid"}
PutSecretValue 0.45 user | {"clientRequestToken":"$uuid","secretId":"$secretArn"} | {"arn":"$secretArn","name":"$service/$team"}
DeleteSecret 0.4 user | {"recoveryWindowInDays":7,"secretId":"$secretArn"} | {"arn":"$secretArn","name":"$service/$team","deletionDate":"$consoleDate"}
ListSecretVersionIds 0.09 user | {"secretId":"$secretArn","includeDeprecated":true}
ListSecrets 0.09 user | {"maxResults":100}
UpdateSecret 0.09 user | {"clientRequestToken":"$uuid","secretId":"$secretArn","description":"$note"} | {"arn":"$secretArn","name":"$service/$team"}
TagResource 0.08 user | {"secretId":"$secretArn","tags":[{"key":"team","value":"$team"}]}
BatchGetSecretValue 0.06 user | {"secretIdList":["$secretArn"]}
RotateSecret 0.05 user | {"clientRequestToken":"$uuid","secretId":"$secretArn"} | {"arn":"$secretArn","name":"$service/$team","versionId":"$uuid"}
RotationSucceeded 0.14 event
`;
