import { iamUser } from './cloudtrail/actor.ts';
import type { Call } from './cloudtrail/cloudtrail-record.ts';
import { explicitCall, type Holder } from './cloudtrail/explicit-call.ts';
import { userIdentity } from './cloudtrail/identity.ts';
import { terraformAgent } from './cloudtrail/user-agent.ts';
import { hex, uuid } from './random/identifiers.ts';
import type { Random } from './random/random.ts';
import { day, dayOfWeek, hour, hourOfDay, minute, second } from './time/stamp.ts';
import { browserAgents } from './web/agents.ts';
import { connect, routedRequest } from './web/request-factory.ts';
import { apiRoutes } from './web/routes.ts';
import type { WebRequest } from './web/web-request.ts';
import { createIpv4Client } from './world/client.ts';
import type { Host } from './world/hosts.ts';
import { blocksFor } from './world/networks.ts';
import type { World } from './world/world.ts';

export interface Deployment {
  readonly calls: readonly Call[];
  readonly requests: readonly WebRequest[];
}

/** CI deploys one to three times on a working day, between 8 and 16 hours UTC. */
export function deploysIn(random: Random, start: number): boolean {
  if (dayOfWeek(start) === 0 || dayOfWeek(start) === 6) return false;
  const today = random.fork(`deployments ${Math.floor(start / day)}`);
  const hours = Array.from({ length: today.between(1, 3) }, () => today.between(8, 15));
  return hours.includes(hourOfDay(start));
}

function ciHolder(world: World): Holder {
  const { accessKeyId, ...user } = iamUser(world, world.account('production'), 'ci-infra');
  return {
    identity: userIdentity(user, accessKeyId),
    address: '203.0.113.131',
    agent: terraformAgent('ssm.amazonaws.com', 3),
  };
}

/** One instance leaves the load balancer, gets the new version, and comes back. */
function replaceOn(world: World, random: Random, host: Host, time: number): Call[] {
  const holder = ciHolder(world);
  const { targetGroupArn } = world.publicBalancer;
  const targets = { targetGroupArn, targets: [{ id: host.instanceId, port: 8080 }] };
  const command = {
    commandId: uuid(random),
    documentName: 'deploy-parcels',
    status: 'Pending',
    instanceIds: [host.instanceId],
  };
  const request = {
    documentName: 'deploy-parcels',
    instanceIds: [host.instanceId],
    parameters: { version: [hex(random, 12)] },
  };
  return [
    explicitCall(holder, time, { source: 'elasticloadbalancing', name: 'DeregisterTargets', request: targets }),
    explicitCall(holder, time + 40 * second, { source: 'ssm', name: 'SendCommand', request, response: { command } }),
    explicitCall(holder, time + 95 * second, {
      source: 'elasticloadbalancing',
      name: 'RegisterTargets',
      request: targets,
    }),
    explicitCall(holder, time + 110 * second, {
      source: 'elasticloadbalancing',
      name: 'DescribeTargetHealth',
      request: { targetGroupArn },
    }),
  ];
}

/** While the server behind nginx starts again, a few customers get a 502. */
function failedRequests(world: World, random: Random, host: Host, time: number): WebRequest[] {
  return Array.from({ length: random.count(1.5) }, () => {
    const client = createIpv4Client(random, blocksFor('customer'));
    const connection = connect(random, { client, agent: random.pick(browserAgents), balancer: world.publicBalancer });
    const request = routedRequest(
      random,
      connection,
      time + 60 * second + random.int(20 * second),
      apiRoutes.draw(random),
    );
    return { ...request, target: host, status: 502, bytesOut: 157, seconds: 0.003 };
  });
}

/** A deployment within the hour from `start`, instance by instance. */
export function deploy(world: World, random: Random, start: number): Deployment {
  const begin = start + random.int(hour - 15 * minute);
  const parts = world.web.map((host, i) => ({ host, time: begin + i * 3 * minute }));
  return {
    calls: parts.flatMap(({ host, time }) => replaceOn(world, random, host, time)),
    requests: parts.flatMap(({ host, time }) => failedRequests(world, random, host, time)),
  };
}
