/**
 * What CloudTrail of a real account looks like, measured on 2,900 records of one hour: the figures the demo and the
 * bench corpus have to come near.
 */
export interface CloudtrailShape {
  /** Bytes of a record as compact JSON. */
  readonly size: {
    readonly mean: number;
    readonly p5: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p95: number;
    readonly p99: number;
  };
  /** Path → percent of records that have it, and mean bytes of its JSON. */
  readonly paths: Readonly<Record<string, readonly [present: number, bytes: number]>>;
  /**
   * Path → different values in 2,900 records of one account. Left out is `sourceIPAddress` (16): the measured account had
   * one user, the company has forty people at home and in the office.
   */
  readonly distinct: Readonly<Record<string, number>>;
  /** Event source without the domain → percent of records. */
  readonly services: Readonly<Record<string, number>>;
  /** Percent of records of the 1, 5, 20, 100 most frequent APIs. */
  readonly concentration: Readonly<Record<1 | 5 | 20 | 100, number>>;
  readonly readOnly: number;
}

export const expectedShape: CloudtrailShape = {
  size: { mean: 1261, p5: 921, p25: 1105, p50: 1174, p75: 1291, p95: 1844, p99: 2303 },
  paths: {
    eventVersion: [100, 6],
    eventTime: [100, 22],
    eventSource: [100, 20],
    eventName: [100, 19],
    awsRegion: [100, 11],
    sourceIPAddress: [100, 15],
    userAgent: [100, 188],
    requestParameters: [100, 114],
    responseElements: [100, 46],
    eventID: [100, 38],
    readOnly: [100, 4],
    eventType: [100, 12],
    managementEvent: [100, 4],
    recipientAccountId: [100, 14],
    eventCategory: [100, 12],
    requestID: [99.8, 38],
    'userIdentity.accountId': [98.8, 14],
    'userIdentity.type': [98.6, 9],
    'userIdentity.principalId': [97.4, 24],
    'userIdentity.arn': [97.3, 43],
    'userIdentity.accessKeyId': [97.1, 22],
    'userIdentity.userName': [94.8, 10],
    'tlsDetails.tlsVersion': [79.1, 9],
    'tlsDetails.cipherSuite': [79.1, 29],
    'tlsDetails.clientProvidedHostHeader': [79.1, 31],
    resources: [23.9, 135],
    'userIdentity.sessionContext.attributes.creationDate': [23.2, 22],
    'userIdentity.sessionContext.attributes.mfaAuthenticated': [23.2, 6],
    'userIdentity.invokedBy': [12.2, 21],
    additionalEventData: [10.7, 237],
    errorCode: [10.3, 26],
    errorMessage: [10.2, 142],
    sessionCredentialFromConsole: [8.8, 6],
    vpcEndpointId: [5.3, 20],
    'userIdentity.sessionContext.sessionIssuer.arn': [2.6, 75],
    sharedEventID: [1.2, 38],
    'userIdentity.sessionContext.ec2RoleDelivery': [0.8, 5],
    apiVersion: [0.3, 11],
    serviceEventDetails: [0.1, 39],
  },
  distinct: {
    eventTime: 595,
    eventSource: 29,
    eventName: 260,
    userAgent: 155,
    requestParameters: 1300,
    responseElements: 264,
    requestID: 2848,
    'userIdentity.accessKeyId': 134,
    resources: 79,
    additionalEventData: 290,
    errorCode: 32,
    errorMessage: 95,
  },
  services: {
    ec2: 30.8,
    ssm: 16.8,
    iam: 13.7,
    s3: 9.3,
    kms: 8.3,
    secretsmanager: 8,
    rds: 5.2,
    sts: 2.2,
    health: 1.7,
    cloudtrail: 1.2,
    lambda: 0.9,
  },
  concentration: { 1: 6, 5: 23, 20: 50, 100: 89 },
  readOnly: 80,
};
