import { ec2Id, hex } from '../random/identifiers.ts';
import type { Random } from '../random/random.ts';
import type { Account } from './accounts.ts';

/** A machine of the company: an instance, or the interface of a managed service. */
export interface Host {
  readonly name: string;
  readonly account: Account;
  readonly instanceId: string;
  readonly instanceType: string;
  readonly imageId: string;
  readonly interfaceId: string;
  readonly address: string;
  readonly publicAddress: string | null;
  readonly subnetId: string;
  readonly zoneId: string;
}

export interface LoadBalancer {
  readonly name: string;
  readonly id: string;
  readonly account: Account;
  readonly hostNames: readonly string[];
  /** One per zone; their interfaces show in flow logs. */
  readonly nodes: readonly Host[];
  readonly targets: readonly Host[];
  readonly targetGroupArn: string;
  readonly certificateArn: string;
  /** Name and id of the web ACL in front, null when there is none. */
  readonly webAcl: { readonly name: string; readonly id: string } | null;
}

const zones = ['euw1-az1', 'euw1-az2', 'euw1-az3'];

function createHost(random: Random, account: Account, role: string, index: number, publicAddress?: string): Host {
  const zone = index % 3;
  const subnet = role === 'node' ? 0 : role === 'web' ? 1 : 2;
  return {
    name: `${role}-${index + 1}`,
    account,
    instanceId: ec2Id(random, 'i'),
    instanceType: random.pick(['m7g.large', 'm7g.xlarge', 'c7g.large']),
    imageId: ec2Id(random, 'ami'),
    interfaceId: ec2Id(random, 'eni'),
    address: `10.${account.vpcOctet}.${subnet * 16 + zone}.${random.between(10, 250)}`,
    publicAddress: publicAddress ?? null,
    subnetId: account.subnetIds[zone],
    zoneId: zones[zone],
  };
}

export function createHosts(random: Random, account: Account, role: string, count: number): readonly Host[] {
  return Array.from({ length: count }, (_, i) => createHost(random, account, role, i));
}

/** `arn:aws:<service>:<region>:<account>:<resource>` of the demo's region. */
export const arn = (service: string, account: Account, resource: string): string =>
  `arn:aws:${service}:eu-west-1:${account.id}:${resource}`;

export function createLoadBalancer(
  random: Random,
  account: Account,
  shape: Pick<LoadBalancer, 'name' | 'hostNames' | 'targets'> & {
    readonly addresses: readonly number[];
    readonly webAcl: boolean;
  },
): LoadBalancer {
  const { name, hostNames, targets } = shape;
  return {
    name,
    id: hex(random, 16),
    account,
    hostNames,
    nodes: shape.addresses.map((octet, i) => createHost(random, account, 'node', i, `203.0.113.${octet}`)),
    targets,
    targetGroupArn: arn('elasticloadbalancing', account, `targetgroup/${name}-web/${hex(random, 16)}`),
    certificateArn: arn('acm', account, `certificate/${hex(random, 8)}-1111-4222-8333-${hex(random, 12)}`),
    webAcl: shape.webAcl ? { name: `${name}-acl`, id: `${hex(random, 8)}-4444-4555-8666-${hex(random, 12)}` } : null,
  };
}
