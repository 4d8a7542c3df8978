import { minute } from '../time/stamp.ts';
import type { WebRequest } from '../web/web-request.ts';
import type { Host } from '../world/hosts.ts';
import { answerOf, type Flow } from './flow.ts';

/** Flow logs put together what they see of a 5-tuple within this time. */
const interval = 10 * minute;

interface Counter {
  readonly flow: Pick<Flow, 'host' | 'source' | 'sourcePort' | 'destination' | 'destinationPort'>;
  readonly step: string | undefined;
  first: number;
  last: number;
  requests: number;
  bytesIn: number;
  bytesOut: number;
}

/** Address of a node for clients of version 6. */
const nodeAddress6 = (node: Host) => `2001:db8:20::${Number(node.address.split('.')[3]).toString(16)}`;

function count(counters: Map<string, Counter>, flow: Counter['flow'], request: WebRequest): void {
  const { step } = request;
  const key = `${flow.source} ${flow.sourcePort} ${flow.destination} ${flow.destinationPort} ${Math.floor(request.time / interval)} ${step ?? ''}`;
  const known = counters.get(key);
  const counter = known ?? { flow, step, first: request.time, last: 0, requests: 0, bytesIn: 0, bytesOut: 0 };
  counter.last = Math.max(counter.last, request.time + request.seconds * 1000);
  counter.requests++;
  counter.bytesIn += request.bytesIn;
  counter.bytesOut += request.bytesOut;
  if (!known) counters.set(key, counter);
}

function flowsOf(counter: Counter): readonly Flow[] {
  const seconds = Math.max(1, Math.ceil((counter.last - counter.first) / 1000));
  const packetsIn = 3 + counter.requests * 2 + Math.ceil(counter.bytesIn / 1400);
  const packetsOut = 3 + counter.requests * 2 + Math.ceil(counter.bytesOut / 1400);
  const there: Flow = {
    ...counter.flow,
    time: counter.first + seconds * 1000,
    seconds,
    direction: 'ingress',
    protocol: 6,
    packets: packetsIn,
    bytes: counter.bytesIn + packetsIn * 52,
    action: 'ACCEPT',
    flags: 3,
    ...(counter.step !== undefined && { step: counter.step }),
  };
  return [there, answerOf(there, packetsOut, counter.bytesOut + packetsOut * 52)];
}

/** Connections from load balancers to instances are kept open, so many requests share one. */
const poolPort = (node: Host, target: Host, time: number) =>
  20000 +
  ((Number(node.address.split('.')[3]) * 131 + Number(target.address.split('.')[3]) + Math.floor(time / interval)) %
    12000);

/** The flows behind requests: between clients and load balancer nodes, and between nodes and instances. */
export function webFlows(requests: readonly WebRequest[]): readonly Flow[] {
  const counters = new Map<string, Counter>();
  for (const request of requests) {
    const { client, node, target } = request;
    const destination = client.address.includes(':') ? nodeAddress6(node) : node.address;
    const port = request.verdict.action === 'ALLOW' && !target ? 80 : 443;
    count(
      counters,
      { host: node, source: client.address, sourcePort: request.port, destination, destinationPort: port },
      request,
    );
    if (!target) continue;
    const sourcePort = poolPort(node, target, request.time);
    count(
      counters,
      { host: target, source: node.address, sourcePort, destination: target.address, destinationPort: 8080 },
      request,
    );
  }
  return [...counters.values()].flatMap(flowsOf);
}
