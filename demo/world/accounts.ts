import { ec2Id, hex } from '../random/identifiers.ts';
import type { Random } from '../random/random.ts';

export const accountPurposes = ['management', 'production', 'staging', 'tooling', 'data', 'security'] as const;
export type AccountPurpose = (typeof accountPurposes)[number];

export interface Account {
  readonly id: string;
  readonly purpose: AccountPurpose;
  /** Second octet of the account's VPC, 10.<n>.0.0/16. */
  readonly vpcOctet: number;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** Public address of the NAT gateway: where calls of its instances come from. */
  readonly natAddress: string;
  /** Service → endpoint of the VPC that its instances call it through; the others are called by the NAT gateway. */
  readonly vpcEndpoints: ReadonlyMap<string, string>;
  readonly detectorId: string;
}

/** Region of everything regional; global services log to `globalRegion`. */
export const region = 'eu-west-1';
export const globalRegion = 'us-east-1';

const accountIds = ['111122223333', '444455556666', '777788889999', '123456789012', '210987654321', '888877776666'];

/** Endpoints made long ago have short ids. */
function createEndpoints(random: Random): ReadonlyMap<string, string> {
  const services = ['kms', 'rds', 'sts', 'lambda', 'logs'];
  return new Map(
    services.map((name, i) => [
      `${name}.amazonaws.com`,
      i % 2 === 0 ? `vpce-${hex(random, 8)}` : ec2Id(random, 'vpce'),
    ]),
  );
}

export function createAccounts(random: Random): ReadonlyMap<AccountPurpose, Account> {
  const ids = random.shuffle(accountIds);
  return new Map(
    accountPurposes.map((purpose, i): [AccountPurpose, Account] => [
      purpose,
      {
        id: ids[i],
        purpose,
        vpcOctet: 20 + 10 * i,
        vpcId: ec2Id(random, 'vpc'),
        subnetIds: [ec2Id(random, 'subnet'), ec2Id(random, 'subnet'), ec2Id(random, 'subnet')],
        natAddress: `203.0.113.${70 + i}`,
        vpcEndpoints: createEndpoints(random),
        detectorId: hex(random, 32),
      },
    ]),
  );
}
