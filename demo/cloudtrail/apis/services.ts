export const ssmApis = `
ssm.amazonaws.com
GetParameter 4.0 user | {"name":"$parameter","withDecryption":true} | - | parameter
GetParameter 0.4 service=cloudformation | {"name":"$parameter","withDecryption":false} | - | parameter
DescribeParameters 2.3 user | {"maxResults":10,"parameterFilters":[{"key":"Name","option":"Equals","values":["$parameter"]}]}
ListTagsForResource 2.0 user | {"resourceType":"Parameter","resourceId":"$parameter"}
PutParameter 1.7 user | {"name":"$parameter","description":"$note","type":"SecureString","tier":"Standard","overwrite":true,"keyId":"$keyArn"} | {"version":$digit,"tier":"Standard"}
DescribeInstanceInformation 1.5 user | {"filters":[{"key":"InstanceIds","values":["$instance"]}],"maxResults":50}
DeleteParameter 0.9 user | {"name":"$parameter"}
GetParameters 0.9 user | {"names":["$parameter","/$service/limit-$hex2"],"withDecryption":true}
GetParametersByPath 0.8 user | {"path":"/$service/$team","recursive":true,"withDecryption":true}
UpdateInstanceInformation 0.4 instance | {"instanceId":"$instance","agentStatus":"Active","agentVersion":"3.3.987.0","platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2023"}
GetDocument 0.3 user | {"name":"AWS-RunPatchBaseline"}
DescribeAssociation 0.3 user | {"instanceId":"$instance","name":"AWS-GatherSoftwareInventory"}
AddTagsToResource 0.3 user | {"resourceType":"Parameter","resourceId":"$parameter","tags":[{"key":"team","value":"$team"}]}
SendCommand 0.2 user | {"documentName":"AWS-RunShellScript","instanceIds":["$instance"],"parameters":"HIDDEN_DUE_TO_SECURITY_REASONS","interactive":false} | {"command":{"commandId":"$uuid","documentName":"AWS-RunShellScript","documentVersion":"$DEFAULT","comment":"","expiresAfter":"$consoleDate","parameters":"HIDDEN_DUE_TO_SECURITY_REASONS","instanceIds":["$instance"],"requestedDateTime":"$consoleDate","status":"Pending","statusDetails":"Pending","targetCount":1,"completedCount":0,"errorCount":0}}
* 0.07 user | {"maxResults":50} | ListCommands ListCommandInvocations DescribeSessions ListAssociations DescribePatchBaselines ListDocuments DescribeMaintenanceWindows ListInventoryEntries
StartSession 0.07 user | {"target":"$instance"} | {"sessionId":"$user-0$hex16","tokenValue":"Value hidden due to security reasons.","streamUrl":"wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/$user-0$hex16?role=publish_subscribe"}
TerminateSession 0.06 user | {"sessionId":"$user-0$hex16"} | {"sessionId":"$user-0$hex16"}
`;

export const rdsApis = `
rds.amazonaws.com
DescribeDBInstances 1.6 user | {"dBInstanceIdentifier":"$database"}
DescribeDBClusters 0.6 user | {"dBClusterIdentifier":"$database"}
ListTagsForResource 0.6 user | {"resourceName":"arn:aws:rds:eu-west-1:$account:db:$database"}
DescribeDBSnapshots 0.4 user | {"dBInstanceIdentifier":"$database","includeShared":false,"includePublic":false}
DescribeDBParameters 0.3 user | {"dBParameterGroupName":"$service-postgres16","source":"user"}
CreateDBSnapshot 0.5 service=backup | {"dBSnapshotIdentifier":"awsbackup:job-$uuid","dBInstanceIdentifier":"$database"} | {"dBSnapshotIdentifier":"awsbackup:job-$uuid","dBInstanceIdentifier":"$database","engine":"postgres","allocatedStorage":200,"status":"creating","port":5432,"availabilityZone":"eu-west-1a","vpcId":"$vpc","masterUsername":"parcels","engineVersion":"16.4","licenseModel":"postgresql-license","snapshotType":"manual","percentProgress":0,"storageType":"gp3","encrypted":true,"kmsKeyId":"$keyArn","dBSnapshotArn":"arn:aws:rds:eu-west-1:$account:snapshot:awsbackup:job-$uuid","iAMDatabaseAuthenticationEnabled":false}
ModifyDBInstance 0.35 user | {"dBInstanceIdentifier":"$database","allowMajorVersionUpgrade":false,"applyImmediately":true,"backupRetentionPeriod":7} | {"dBInstanceIdentifier":"$database","dBInstanceClass":"db.r7g.large","engine":"postgres","dBInstanceStatus":"available","masterUsername":"parcels","allocatedStorage":200,"backupRetentionPeriod":7,"multiAZ":true,"engineVersion":"16.4","publiclyAccessible":false,"storageEncrypted":true,"kmsKeyId":"$keyArn","deletionProtection":true}
CreateDBInstance 0.05 user | {"dBInstanceIdentifier":"$database","engine":"postgres","dBInstanceClass":"db.t4g.medium","allocatedStorage":20,"masterUsername":"parcels","masterUserPassword":"****"} | {"dBInstanceIdentifier":"$database","engine":"postgres","dBInstanceStatus":"creating","masterUsername":"parcels","allocatedStorage":20,"storageEncrypted":true,"kmsKeyId":"$keyArn"}
DeleteDBSnapshot 0.09 user | {"dBSnapshotIdentifier":"$service-$hex8"} | {"dBSnapshotIdentifier":"$service-$hex8","status":"deleted","engine":"postgres"}
AddTagsToResource 0.09 user | {"resourceName":"arn:aws:rds:eu-west-1:$account:db:$database","tags":[{"key":"team","value":"$team"}]}
* 0.07 user | {"maxRecords":100} | DescribeDBSubnetGroups DescribeDBParameterGroups DescribeOptionGroups DescribeEvents DescribePendingMaintenanceActions DescribeDBSecurityGroups DescribeOrderableDBInstanceOptions DescribeReservedDBInstances DescribeDBClusterSnapshots DescribeGlobalClusters DescribeDBProxies DescribeEventSubscriptions
`;

export const identityApis = `
sts.amazonaws.com
GetCallerIdentity 0.8 user
AssumeRole 1.2 awsService | {"roleArn":"arn:aws:iam::$account:role/$role","roleSessionName":"$instance","durationSeconds":3600} | {"credentials":{"accessKeyId":"ASIA$base32x16","sessionToken":"$token","expiration":"$consoleDate"}} | role
AssumeRole 0.2 user | {"roleArn":"arn:aws:iam::$account:role/$role","roleSessionName":"$user"} | {"credentials":{"accessKeyId":"ASIA$base32x16","sessionToken":"$token","expiration":"$consoleDate"},"assumedRoleUser":{"assumedRoleId":"AROA$base32x17:$user","arn":"arn:aws:sts::$account:assumed-role/$role/$user"}} | role
GetSessionToken 0.05 user | {"serialNumber":"arn:aws:iam::$account:mfa/$user","durationSeconds":43200} | {"credentials":{"accessKeyId":"ASIA$base32x16","sessionToken":"$token","expiration":"$consoleDate"}}

health.amazonaws.com
DescribeEventAggregates 2.4 console | {"aggregateField":"eventTypeCategory","filter":{"eventStatusCodes":["open","upcoming"],"startTimes":[{"from":"$consoleDate"}]}}
DescribeEvents 0.5 console | {"filter":{"startTimes":[{"from":"$consoleDate"}]},"maxResults":100}

signin.amazonaws.com
ConsoleLogin 0.1 login | - | {"ConsoleLogin":"Success"}
`;

export const governanceApis = `
cloudtrail.amazonaws.com
DescribeTrails 0.4 user | {"trailNameList":["$trailArn"],"includeShadowTrails":false}
GetTrailStatus 0.3 user | {"name":"$trailArn"}
GetEventSelectors 0.09 user | {"trailName":"$trailArn"}
LookupEvents 0.2 user | {"maxResults":50,"lookupAttributes":[{"attributeKey":"EventName","attributeValue":"$service"}]}
* 0.07 user | {"trailName":"$trailArn"} | ListTags GetInsightSelectors ListTrails

lambda.amazonaws.com
GetFunction20150331v2 0.3 user | {"functionName":"$function"}
UpdateFunctionCode20150331v2 0.1 user | {"functionName":"$function","publish":false,"dryRun":false,"s3Bucket":"$bucket","s3Key":"$object"} | {"functionName":"$function","functionArn":"arn:aws:lambda:eu-west-1:$account:function:$function","runtime":"nodejs20.x","role":"arn:aws:iam::$account:role/$role","handler":"index.handler","codeSize":$millis,"timeout":30,"memorySize":256,"version":"$number","state":"Active","lastUpdateStatus":"InProgress"}
UpdateFunctionConfiguration20150331v2 0.06 user | {"functionName":"$function","timeout":30,"environment":{}} | {"functionName":"$function","runtime":"nodejs20.x","role":"arn:aws:iam::$account:role/$role","environment":{},"timeout":30,"memorySize":256}
ListVersionsByFunction20150331 0.07 user | {"functionName":"$function"}
GetPolicy20150331v2 0.09 user | {"functionName":"$function"}
* 0.07 user | {"maxItems":50} | ListFunctions20150331 ListEventSourceMappings20150331 ListLayers20181031 GetAccountSettings20160819

notifications.amazonaws.com
ListNotificationHubs 0.16 console
ListNotificationEvents 0.14 console | {"maxResults":20}

logs.amazonaws.com
DescribeLogGroups 0.12 user | {"logGroupNamePrefix":"/$service/"}
CreateLogStream 0.08 instance | {"logGroupName":"/$service/$team","logStreamName":"$hex32"}

rolesanywhere.amazonaws.com
ListTrustAnchors 0.1 user
ListProfiles 0.1 user

organizations.amazonaws.com
ListAccounts 0.1 user | {"maxResults":20}
DescribeOrganization 0.1 console

guardduty.amazonaws.com
ListDetectors 0.1 user
GetDetector 0.1 user | {"detectorId":"$hex32"}

devops-guru.amazonaws.com
ListInsights 0.1 console

account.amazonaws.com
GetAlternateContact 0.1 user | {"alternateContactType":"SECURITY"}
ListRegions 0.1 console

resource-explorer-2.amazonaws.com
ListIndexes 0.1 console
Search 0.1 console | {"queryString":"HIDDEN_DUE_TO_SECURITY_REASONS"}

route53.amazonaws.com
ListHostedZones 0.1 user
ListResourceRecordSets 0.1 user | {"hostedZoneId":"Z0$base32x17"}

ce.amazonaws.com
GetCostAndUsage 0.1 console | {"granularity":"MONTHLY","metrics":["UnblendedCost"],"timePeriod":{"start":"$dateOnly","end":"$dateOnly"}}

ram.amazonaws.com
GetResourceShares 0.1 user | {"resourceOwner":"SELF"}

elasticloadbalancing.amazonaws.com
DescribeLoadBalancers 0.1 user | {"pageSize":400}

servicecatalog-appregistry.amazonaws.com
ListApplications 0.1 console

autoscaling.amazonaws.com
DescribeAutoScalingGroups 0.1 user | {"autoScalingGroupNames":["$service-asg"]}

monitoring.amazonaws.com
DescribeAlarms 0.1 console | {"maxRecords":100}

config.amazonaws.com
DescribeConfigurationRecorders 0.1 user

sqs.amazonaws.com
ListQueues 0.1 user | {"maxResults":1000}

acm.amazonaws.com
ListCertificates 0.1 user | {"maxItems":100}

access-analyzer.amazonaws.com
ListAnalyzers 0.1 user
`;
