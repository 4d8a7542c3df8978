import { hex } from '../random/identifiers.ts';
import type { Random } from '../random/random.ts';
import type { Client } from '../world/client.ts';
import type { Host, LoadBalancer } from '../world/hosts.ts';
import type { Route } from './routes.ts';
import type { Verdict, WebRequest } from './web-request.ts';

/** Who asks, and where: one connection of a client to a node of a load balancer. */
export interface Connection {
  readonly client: Client;
  readonly port: number;
  readonly agent: string;
  readonly balancer: LoadBalancer;
  readonly host: string;
  readonly node: Host;
  readonly http2: boolean;
}

export const allowed: Verdict = { action: 'ALLOW', rule: null, ruleKind: 'REGULAR', labels: [] };

export function connect(
  random: Random,
  shape: Pick<Connection, 'client' | 'agent' | 'balancer'> & { readonly host?: string; readonly http2?: boolean },
): Connection {
  return {
    client: shape.client,
    agent: shape.agent,
    balancer: shape.balancer,
    host: shape.host ?? shape.balancer.hostNames[0],
    http2: shape.http2 ?? false,
    port: random.between(32768, 60999),
    node: random.pick(shape.balancer.nodes),
  };
}

const words = 'returns customs labels pickup tracking billing insurance carriers sizes api webhooks holidays'.split(
  ' ',
);

function fill(random: Random, template: string): string {
  if (!template.includes('{')) return template;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'parcel') return `PX${random.between(1000000000, 9999999999)}`;
    if (name === 'shop') return `s-${random.between(100, 999)}`;
    return name === 'word' ? random.pick(words) : String(random.between(1, 40));
  });
}

/** Trace ids begin with the time in seconds, as X-Amzn-Trace-Id does. */
export const traceId = (random: Random, time: number): string =>
  `1-${Math.floor(time / 1000).toString(16)}-${hex(random, 24)}`;

const spread = (random: Random, value: number) => value * (0.7 + random.next() * random.next() * 2.4);

/** An everyday request: allowed and answered by an instance. */
export function routedRequest(random: Random, connection: Connection, time: number, route: Route): WebRequest {
  return {
    ...connection,
    time,
    referrer: null,
    method: route.method,
    path: fill(random, route.path),
    query: fill(random, route.query),
    bytesIn: route.method === 'GET' ? random.between(180, 900) : random.between(500, 2600),
    bytesOut: route.bytes === 0 ? 0 : Math.round(spread(random, route.bytes) + 120),
    status: route.status,
    seconds: spread(random, route.milliseconds) / 1000,
    traceId: traceId(random, time),
    target: random.pick(connection.balancer.targets),
    verdict: allowed,
  };
}

/** The same request, stopped by the web ACL: the load balancer answers 403 itself. */
export function blockedRequest(request: WebRequest, verdict: Verdict): WebRequest {
  return { ...request, verdict, target: null, status: 403, bytesOut: 118, seconds: 0 };
}

/** The same request when a rule that only counts matched it. */
export function countedRequest(request: WebRequest, verdict: Verdict): WebRequest {
  return { ...request, verdict: { ...verdict, action: 'ALLOW', rule: null, ruleKind: 'REGULAR', counted: true } };
}

/** The same request on port 80, which the load balancer sends on to HTTPS. */
export function redirectedRequest(request: WebRequest): WebRequest {
  return { ...request, port: request.port + 1, http2: false, target: null, status: 301, bytesOut: 304, seconds: 0 };
}
