import type { Random } from '../random/random.ts';
import { type Account, type AccountPurpose, accountPurposes, createAccounts } from './accounts.ts';
import { createHosts, createLoadBalancer, type Host, type LoadBalancer } from './hosts.ts';
import { createPeople, type Person } from './people.ts';

/** Everything of the company that stays the same over the period. */
export interface World {
  /** What stays the same over the period, such as ids of users and roles, follows from forks of it. */
  readonly fixed: Random;
  readonly account: (purpose: AccountPurpose) => Account;
  readonly accounts: readonly Account[];
  readonly people: readonly Person[];
  readonly web: readonly Host[];
  readonly workers: readonly Host[];
  readonly databases: readonly Host[];
  readonly bastion: Host;
  readonly publicBalancer: LoadBalancer;
  readonly partnerBalancer: LoadBalancer;
}

export function createWorld(random: Random): World {
  const accounts = createAccounts(random.fork('accounts'));
  const account = (purpose: AccountPurpose) => accounts.get(purpose)!;
  const production = account('production');
  const machines = random.fork('machines');
  const web = createHosts(machines, production, 'web', 3);
  return {
    fixed: random.fork('fixed'),
    account,
    accounts: accountPurposes.map(account),
    people: createPeople(random.fork('people')),
    web,
    workers: createHosts(machines, production, 'worker', 2),
    databases: createHosts(machines, production, 'database', 2),
    bastion: createHosts(machines, account('tooling'), 'bastion', 1)[0],
    publicBalancer: createLoadBalancer(machines, production, {
      name: 'parcels-public',
      hostNames: ['api.example.com', 'app.example.com'],
      targets: web,
      addresses: [80, 81, 82],
      webAcl: true,
    }),
    partnerBalancer: createLoadBalancer(machines, production, {
      name: 'parcels-partner',
      hostNames: ['partner.example.com'],
      targets: web,
      addresses: [90, 91],
      webAcl: false,
    }),
  };
}
