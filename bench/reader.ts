/**
 * Microseconds a record from gzip to columns, beside gunzip alone and gunzip with JSON.parse or split, on records made
 * in memory: CloudTrail by the shape of a lab account (1.26 kB a record) and VPC flow logs.
 * Usage: tsx bench/reader.ts [rounds]
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { createReader } from '../src/core/codecs/create-reader.ts';
import { parsePath } from '../src/core/codecs/path.ts';
import type { WantedPath } from '../src/core/codecs/reader.ts';
import type { Codec } from '../src/core/logtype/logtype.ts';

const rounds = Number(process.argv[2] ?? 7);
const filesPerCorpus = 8;

const cloudtrailPaths = [
  ...[
    'eventVersion',
    'eventTime',
    'eventSource',
    'eventName',
    'awsRegion',
    'sourceIPAddress',
    'userAgent',
    'errorCode',
  ],
  ...['errorMessage', 'requestID', 'eventID', 'readOnly', 'eventType', 'managementEvent', 'recipientAccountId'],
  ...[
    'eventCategory',
    'sharedEventID',
    'vpcEndpointId',
    'apiVersion',
    'additionalEventData.MFAUsed',
    'serviceEventDetails',
  ],
  ...['type', 'principalId', 'arn', 'accountId', 'accessKeyId', 'userName', 'invokedBy', 'identityProvider'].map(
    (name) => `userIdentity.${name}`,
  ),
  ...['type', 'principalId', 'arn', 'accountId', 'userName'].map(
    (name) => `userIdentity.sessionContext.sessionIssuer.${name}`,
  ),
  ...['creationDate', 'mfaAuthenticated'].map((name) => `userIdentity.sessionContext.attributes.${name}`),
  ...['tlsVersion', 'cipherSuite', 'clientProvidedHostHeader'].map((name) => `tlsDetails.${name}`),
  ...['bucketName', 'roleArn', 'userName', 'groupId', 'policyArn', 'instanceId'].map(
    (name) => `requestParameters.${name}`,
  ),
  ...['requestParameters', 'responseElements', 'resources.ARN', 'resources.type', 'resources.accountId'],
].map((name) => `.${name}`);

const flowNames =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

function want(names: readonly string[]): WantedPath[] {
  return names.map((name) => {
    const parsed = parsePath(name);
    if (!parsed.ok) throw new Error(parsed.mistake.message);
    return { name, steps: parsed.steps };
  });
}

function hex(value: number, digits: number): string {
  return (Math.imul(value + 1, 2654435761) >>> 0).toString(16).padStart(digits, '0').slice(0, digits);
}

function uuid(value: number): string {
  return `${hex(value, 8)}-${hex(value * 3, 4)}-4${hex(value * 5, 3)}-a${hex(value * 7, 3)}-${hex(value * 11, 8)}${hex(value * 13, 4)}`;
}

function userIdentity(index: number): object {
  const user = index % 13;
  const userName = `analyst-${user}`;
  const hasSession = index % 4 === 0;
  const attributes = { creationDate: `2026-11-24T0${index % 9}:00:00Z`, mfaAuthenticated: 'false' };
  return {
    type: hasSession ? 'AssumedRole' : 'IAMUser',
    principalId: `AIDAEXAMPLE${hex(user, 8)}`,
    arn: `arn:aws:iam::111122223333:user/${userName}`,
    accountId: '111122223333',
    accessKeyId: `AKIAEXAMPLE${hex(index % 134, 8)}`,
    userName,
    ...(hasSession ? { sessionContext: { attributes } } : {}),
  };
}

function cloudtrailRecord(index: number): object {
  const action = index % 260;
  return {
    eventVersion: '1.09',
    userIdentity: userIdentity(index),
    eventTime: new Date(1795500000000 + index * 1240).toISOString().replace('.000', ''),
    eventSource: `service-${action % 29}.amazonaws.com`,
    eventName: `DescribeThing${action}`,
    awsRegion: 'eu-west-1',
    sourceIPAddress: `198.51.100.${index % 250}`,
    userAgent: `aws-cli/2.${index % 155}.0 md/awscrt#0.19 ua/2.0 os/linux#5.15 md/arch#x86_64 lang/python#3.11 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#service.describe-thing`,
    requestParameters:
      action % 9 === 0
        ? null
        : {
            filterSet: {
              items: [{ name: 'group-id', valueSet: { items: [{ value: `sg-${hex(index % 1300, 8)}` }] } }],
            },
          },
    responseElements: action % 3 === 0 ? { requestId: uuid(index % 264), _return: true } : null,
    requestID: uuid(index),
    eventID: uuid(index + 1_000_000),
    readOnly: action % 3 !== 0,
    ...(index % 4 === 1
      ? {
          resources: [
            {
              accountId: '111122223333',
              type: 'AWS::IAM::Role',
              ARN: `arn:aws:iam::111122223333:role/role-${index % 79}`,
            },
          ],
        }
      : {}),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    ...(index % 5 === 0
      ? {}
      : {
          tlsDetails: {
            tlsVersion: 'TLSv1.3',
            cipherSuite: 'TLS_AES_128_GCM_SHA256',
            clientProvidedHostHeader: `service-${action % 29}.eu-west-1.amazonaws.com`,
          },
        }),
  };
}

function flowLine(index: number): string {
  const start = 1795500000 + (index >> 6);
  return `2 111122223333 eni-${hex(index % 400, 8)} 10.0.${index % 7}.${index % 250} 198.51.100.${hex(index, 2) > '80' ? index % 200 : 7} ${1024 + (Math.imul(index, 7919) & 0x7fff)} 443 6 ${1 + (index % 40)} ${40 + (Math.imul(index, 104729) & 0xffff)} ${start} ${start + 60} ACCEPT OK`;
}

interface Corpus {
  readonly name: string;
  readonly codec: Codec;
  readonly wanted: readonly WantedPath[];
  readonly numbers?: ReadonlySet<string>;
  readonly columns?: readonly string[];
  readonly files: readonly Buffer[];
  readonly records: number;
  floor(text: string): void;
}

function makeCloudtrail(): Corpus {
  const perFile = 2900;
  const files = Array.from({ length: filesPerCorpus }, (_, file) => {
    const records = Array.from({ length: perFile }, (_, row) => cloudtrailRecord(file * perFile + row));
    return gzipSync(JSON.stringify({ Records: records }));
  });
  const codec: Codec = { kind: 'json', records: '.Records.*' };
  const wanted = want(cloudtrailPaths);
  return {
    name: 'CloudTrail',
    codec,
    wanted,
    files,
    records: perFile * filesPerCorpus,
    floor: (text) => JSON.parse(text),
  };
}

function makeFlow(): Corpus {
  const perFile = 50_000;
  const names = flowNames.split(' ');
  const files = Array.from({ length: filesPerCorpus }, (_, file) => {
    const lines = Array.from({ length: perFile }, (_, row) => flowLine(file * perFile + row));
    return gzipSync(`${flowNames}\n${lines.join('\n')}\n`);
  });
  return {
    name: 'VPC flow',
    codec: { kind: 'columns', split: 'space', header: 'first_line' },
    wanted: want(names.map((name) => `.${name}`)),
    numbers: new Set(['srcport', 'dstport', 'protocol', 'packets', 'bytes', 'start', 'end'].map((name) => `.${name}`)),
    columns: names,
    files,
    records: perFile * filesPerCorpus,
    floor: (text) => {
      for (const line of text.split('\n')) line.split(' ');
    },
  };
}

/** Runs all cases interleaved and returns the median microseconds of processor time a record. */
function measure(cases: Readonly<Record<string, () => void>>, records: number): Map<string, number> {
  const times = new Map(Object.keys(cases).map((name) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, run] of Object.entries(cases)) {
      const before = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) times.get(name)?.push((user + system) / records);
    }
  }
  return new Map([...times].map(([name, all]) => [name, all.sort((a, b) => a - b)[all.length >> 1]]));
}

function run(corpus: Corpus): void {
  const texts = corpus.files.map((file) => gunzipSync(file, { chunkSize: 1 << 20 }));
  const reader = createReader(corpus.codec, corpus.wanted, {
    seed: 1n,
    ...(corpus.numbers ? { numbers: corpus.numbers } : {}),
    ...(corpus.columns ? { mapping: { columns: corpus.columns } } : {}),
  });
  const read = (file: Buffer): void => {
    reader.begin(0);
    reader.push(file);
    reader.end();
  };
  const finish = (): void => {
    const batch = reader.take();
    if (batch.rows !== corpus.records || batch.rejects.length > 0) throw new Error(`${batch.rows} rows`);
    reader.reset();
  };
  const gunzip = (file: Buffer): Buffer => gunzipSync(file, { chunkSize: 1 << 20 });
  const results = measure(
    {
      'gunzip alone': () => corpus.files.forEach(gunzip),
      floor: () => {
        for (const file of corpus.files) corpus.floor(gunzip(file).toString());
      },
      'reader alone': () => {
        texts.forEach(read);
        finish();
      },
      'gunzip and reader': () => {
        for (const file of corpus.files) read(gunzip(file));
        finish();
      },
    },
    corpus.records,
  );
  const bytes = texts.reduce((sum, text) => sum + text.length, 0) / corpus.records;
  console.log(`${corpus.name}: ${corpus.records} records of ${bytes.toFixed(0)} bytes, ${corpus.wanted.length} paths`);
  const floor = results.get('floor') ?? 0;
  for (const [name, time] of results) {
    console.log(
      `  ${name.padEnd(20)} ${time.toFixed(3).padStart(8)} µs a record ${(floor / time).toFixed(2).padStart(6)} x floor`,
    );
  }
}

run(makeCloudtrail());
run(makeFlow());
