import { base32Text, uuid } from '../random/identifiers.ts';
import type { Random } from '../random/random.ts';
import { isoSeconds } from '../time/stamp.ts';

/** One call, its JSON parts already text. What is null or absent in a real record is so here. */
export interface Call {
  readonly time: number;
  readonly account: string;
  readonly source: string;
  readonly name: string;
  readonly region: string;
  /** JSON of `userIdentity`. */
  readonly identity: string;
  readonly address: string;
  readonly agent: string;
  readonly request: string | null;
  readonly response: string | null;
  readonly readOnly: boolean;
  readonly error?: { readonly code: string; readonly message: string };
  /** JSON of `additionalEventData` and `resources`. */
  readonly additional?: string;
  readonly resources?: string;
  readonly sharedEventId?: string;
  readonly vpcEndpointId?: string;
  readonly fromConsole?: boolean;
  readonly data?: boolean;
  readonly eventType?: 'AwsApiCall' | 'AwsServiceEvent' | 'AwsConsoleSignIn';
  /** Host the client asked for; absent when there was no TLS of a client. */
  readonly tlsHost?: string;
  readonly apiVersion?: string;
}

const ciphers = [
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
];

/** A program always negotiates the same cipher with a service. */
function tlsDetails(host: string, agent: string): string {
  const cipher = ciphers[(agent.length + host.length) % ciphers.length];
  const version = cipher.startsWith('TLS_') ? 'TLSv1.3' : 'TLSv1.2';
  return `,"tlsDetails":{"tlsVersion":"${version}","cipherSuite":"${cipher}","clientProvidedHostHeader":"${host}"}`;
}

const member = (name: string, json: string | undefined) => (json === undefined ? '' : `,"${name}":${json}`);

const quotedMember = (name: string, text: string | undefined) => (text === undefined ? '' : `,"${name}":"${text}"`);

const errorMembers = (error: Call['error']) =>
  error ? `,"errorCode":"${error.code}","errorMessage":${JSON.stringify(error.message)}` : '';

/** S3 writes request ids of its own form. */
const requestId = (random: Random, call: Call) =>
  call.source === 's3.amazonaws.com' ? base32Text(random, 16) : uuid(random);

/**
 * A CloudTrail record, compact JSON, members in the order CloudTrail writes them.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function cloudtrailRecord(random: Random, call: Call): string {
  const event = call.eventType === 'AwsServiceEvent';
  const version = call.eventType === 'AwsConsoleSignIn' ? '1.08' : '1.11';
  return (
    `{"eventVersion":"${version}","userIdentity":${call.identity},"eventTime":"${isoSeconds(call.time)}"` +
    `,"eventSource":"${call.source}","eventName":"${call.name}","awsRegion":"${call.region}"` +
    `,"sourceIPAddress":"${call.address}","userAgent":"${call.agent}"${errorMembers(call.error)}` +
    `,"requestParameters":${call.request ?? 'null'},"responseElements":${call.response ?? 'null'}` +
    member('additionalEventData', call.additional) +
    (event ? '' : `,"requestID":"${requestId(random, call)}"`) +
    `,"eventID":"${uuid(random)}","readOnly":${call.readOnly}` +
    member('resources', call.resources) +
    `,"eventType":"${call.eventType ?? 'AwsApiCall'}"` +
    quotedMember('apiVersion', call.apiVersion) +
    `,"managementEvent":${!call.data},"recipientAccountId":"${call.account}"` +
    quotedMember('sharedEventID', call.sharedEventId) +
    (event ? ',"serviceEventDetails":{"rotation":"scheduled","attempt":"1"}' : '') +
    quotedMember('vpcEndpointId', call.vpcEndpointId) +
    `,"eventCategory":"${call.data ? 'Data' : 'Management'}"` +
    (call.tlsHost === undefined ? '' : tlsDetails(call.tlsHost, call.agent)) +
    (call.fromConsole ? ',"sessionCredentialFromConsole":"true"' : '') +
    '}'
  );
}
