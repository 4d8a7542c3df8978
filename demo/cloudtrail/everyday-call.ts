import { base32Text, uuid } from '../random/identifiers.ts';
import type { Random } from '../random/random.ts';
import { globalRegion, region } from '../world/accounts.ts';
import type { Actor } from './actor.ts';
import { errorOf, failureShare } from './api-error.ts';
import type { Api, ResourceKind } from './api-table.ts';
import type { Call } from './cloudtrail-record.ts';
import { internalIdentity, serviceIdentity, userIdentity } from './identity.ts';
import type { Pools } from './pools.ts';
import { compileTemplate, type Template } from './template.ts';

/** Services that log all calls to one region. */
const globalSources = new Set(
  ['iam', 'organizations', 'route53', 'ce', 'account', 'health', 'signin'].map((name) => `${name}.amazonaws.com`),
);

export const regionOf = (source: string): string => (globalSources.has(source) ? globalRegion : region);

export function hostOf(source: string): string {
  const service = source.slice(0, source.indexOf('.'));
  return globalSources.has(source) ? `${service}.amazonaws.com` : `${service}.${region}.amazonaws.com`;
}

const resourceTemplates: Readonly<Record<ResourceKind, Template>> = {
  bucket: compileTemplate('[{"accountId":"$account","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::$bucket"}]'),
  object: compileTemplate(
    '[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::$bucket/$object"},{"accountId":"$account","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::$bucket"}]',
  ),
  key: compileTemplate('[{"accountId":"$account","type":"AWS::KMS::Key","ARN":"$keyArn"}]'),
  parameter: compileTemplate('[{"accountId":"$account","ARN":"arn:aws:ssm:eu-west-1:$account:parameter$parameter"}]'),
  role: compileTemplate('[{"accountId":"$account","type":"AWS::IAM::Role","ARN":"arn:aws:iam::$account:role/$role"}]'),
};

/** What S3 tells of a transfer. */
export function s3Details(random: Random, bytesIn: number, bytesOut: number): string {
  return `{"SignatureVersion":"SigV4","CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","bytesTransferredIn":${bytesIn},"AuthenticationMethod":"AuthHeader","x-amz-id-2":"${base32Text(random, 74)}==","bytesTransferredOut":${bytesOut}}`;
}

function additionalOf(random: Random, api: Api): string | undefined {
  if (api.source === 's3.amazonaws.com')
    return s3Details(random, api.readOnly ? 0 : 200 + random.int(9000), random.int(2400));
  if (api.caller === 'login')
    return '{"LoginTo":"https://console.aws.amazon.com/console/home","MobileVersion":"No","MFAUsed":"Yes"}';
  if (api.caller === 'awsService')
    return '{"RequestDetails":{"endpointType":"regional","awsServingRegion":"eu-west-1"}}';
  return undefined;
}

type From = Pick<Call, 'identity' | 'address' | 'agent'> & Partial<Call>;

/** A service that calls for a user has a key of its own for the time of the request. */
function forwarded(actor: Actor, service: string): From {
  const { accessKeyIds, created } = actor.forwarded;
  const accessKeyId = accessKeyIds[service.length % accessKeyIds.length];
  const session = { created, mfa: actor.kind === 'console' || actor.kind === 'cli' };
  const identity = userIdentity(actor.user!, accessKeyId, { session, invokedBy: service });
  return { identity: identity.json, address: service, agent: service };
}

const launchers = ['ec2', 'lambda', 'ecs-tasks', 'autoscaling', 'rds'].map((name) => `${name}.amazonaws.com`);

function byAws(random: Random, actor: Actor, api: Api): From {
  if (api.caller === 'awsService') {
    const service = random.pick(launchers);
    return { identity: serviceIdentity(service).json, address: service, agent: service, sharedEventId: uuid(random) };
  }
  const from = { identity: internalIdentity(actor.account.id).json, address: 'AWS Internal', agent: 'AWS Internal' };
  return api.caller === 'event' ? { ...from, eventType: 'AwsServiceEvent' } : from;
}

function byActor(actor: Actor, api: Api): From {
  const console = actor.kind === 'console';
  const endpoint = actor.insideAddress === null ? undefined : actor.account.vpcEndpoints.get(api.source);
  const from = { identity: actor.identity.json, address: actor.address, agent: actor.agent(api.source) };
  if (api.caller === 'login') {
    const identity = userIdentity(actor.user!, null).json;
    return { ...from, identity, eventType: 'AwsConsoleSignIn', tlsHost: 'signin.aws.amazon.com' };
  }
  return {
    ...from,
    ...(console ? { fromConsole: true } : { tlsHost: hostOf(api.source) }),
    ...(endpoint && { vpcEndpointId: endpoint, address: actor.insideAddress! }),
  };
}

function origin(random: Random, actor: Actor, api: Api): From {
  if (api.caller === 'service') return forwarded(actor, api.invokedBy!);
  if (api.caller === 'awsService' || api.caller === 'internal' || api.caller === 'event')
    return byAws(random, actor, api);
  return byActor(actor, api);
}

/** One call of an actor: who, from where, about what, and how it ended. */
export function everydayCall(
  random: Random,
  pools: Pools,
  { actor, api, time }: { actor: Actor; api: Api; time: number },
): Call {
  pools.now = time;
  pools.turn = random.next();
  const error = random.chance(failureShare(api)) ? errorOf(random, pools, api, actor.identity.arn) : undefined;
  const additional = additionalOf(random, api);
  const version = /(\d{4})(\d\d)(\d\d)$/.exec(api.name);
  return {
    time,
    account: actor.account.id,
    source: api.source,
    name: api.name,
    region: regionOf(api.source),
    readOnly: api.readOnly,
    ...origin(random, actor, api),
    request: api.request ? api.request(random, pools) : null,
    response: api.response && !error ? api.response(random, pools) : null,
    ...(error && { error }),
    ...(additional && { additional }),
    ...(api.resources && { resources: resourceTemplates[api.resources](random, pools) }),
    ...(api.caller === 'object' && { data: true }),
    ...(version && { apiVersion: `${version[1]}_${version[2]}_${version[3]}` }),
  };
}
