import { isoMillis, isoSeconds } from '../time/stamp.ts';
import { type Account, region } from '../world/accounts.ts';
import type { Client } from '../world/client.ts';
import type { Host } from '../world/hosts.ts';

type Json = Readonly<Record<string, unknown>>;

/** A finding at one of its updates. */
export interface Finding {
  /** 32 hexadecimal digits; the same in every update. */
  readonly id: string;
  readonly account: Account;
  readonly type: string;
  readonly severity: number;
  readonly title: string;
  readonly description: string;
  readonly resource: Json;
  readonly action: Json;
  readonly role: 'TARGET' | 'ACTOR';
  readonly count: number;
  /** Milliseconds. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly created: number;
  readonly updated: number;
  readonly step?: string;
}

/**
 * A finding as exported to S3, JSON on one line.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html
 */
export function findingRecord(finding: Finding): string {
  const { account, id } = finding;
  return JSON.stringify({
    schemaVersion: '2.0',
    accountId: account.id,
    region,
    partition: 'aws',
    id,
    arn: `arn:aws:guardduty:${region}:${account.id}:detector/${account.detectorId}/finding/${id}`,
    type: finding.type,
    resource: finding.resource,
    service: {
      serviceName: 'guardduty',
      detectorId: account.detectorId,
      action: finding.action,
      resourceRole: finding.role,
      additionalInfo: { value: '{}', type: 'default' },
      eventFirstSeen: isoSeconds(finding.firstSeen),
      eventLastSeen: isoSeconds(finding.lastSeen),
      archived: false,
      count: finding.count,
    },
    severity: finding.severity,
    createdAt: isoMillis(finding.created),
    updatedAt: isoMillis(finding.updated),
    title: finding.title,
    description: finding.description,
  });
}

export function remoteDetails({ address, block }: Client): Json {
  const { place } = block;
  return {
    ipAddressV4: address,
    organization: {
      asn: String(block.asn),
      asnOrg: block.organization,
      isp: block.organization,
      org: block.organization,
    },
    country: { countryName: place.countryName },
    city: { cityName: place.city },
    geoLocation: { lat: place.latitude, lon: place.longitude },
  };
}

export function instanceResource(host: Host): Json {
  return {
    resourceType: 'Instance',
    instanceDetails: {
      instanceId: host.instanceId,
      instanceType: host.instanceType,
      imageId: host.imageId,
      instanceState: 'running',
      availabilityZone: 'eu-west-1a',
      platform: null,
      tags: [{ key: 'Name', value: host.name }],
      networkInterfaces: [
        {
          networkInterfaceId: host.interfaceId,
          privateIpAddress: host.address,
          publicIp: host.publicAddress ?? undefined,
          subnetId: host.subnetId,
          vpcId: host.account.vpcId,
          ipv6Addresses: [],
        },
      ],
    },
  };
}

export function accessKeyResource(details: {
  accessKeyId: string;
  principalId: string;
  userName: string;
  userType: 'IAMUser' | 'AssumedRole' | 'Root';
}): Json {
  return { resourceType: 'AccessKey', accessKeyDetails: details };
}

export function apiCallAction(api: string, service: string, client: Client): Json {
  return {
    actionType: 'AWS_API_CALL',
    awsApiCallAction: {
      api,
      serviceName: `${service}.amazonaws.com`,
      callerType: 'Remote IP',
      remoteIpDetails: remoteDetails(client),
      affectedResources: {},
    },
  };
}
