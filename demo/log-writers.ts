import { type Call, cloudtrailRecord } from './cloudtrail/cloudtrail-record.ts';
import { trailStream } from './cloudtrail/trail-stream.ts';
import { type Finding, findingRecord } from './guardduty/finding.ts';
import { findingStream } from './guardduty/finding-stream.ts';
import type { ObjectStore } from './objects/object-store.ts';
import type { Random } from './random/random.ts';
import type { Flow } from './vpcflow/flow.ts';
import { customFlowLine, customHeader, defaultFlowLine, defaultHeader, noDataLine } from './vpcflow/flow-line.ts';
import { flowStream } from './vpcflow/flow-stream.ts';
import { webFlows } from './vpcflow/web-flows.ts';
import { albLine } from './web/alb-line.ts';
import { nginxLine } from './web/nginx-line.ts';
import { wafRecord } from './web/waf-record.ts';
import { isPlain, type WebRequest } from './web/web-request.ts';
import { albStream, nginxStream, wafStream } from './web/web-streams.ts';
import type { Host } from './world/hosts.ts';
import type { World } from './world/world.ts';

/** What happens, written to every log that sees it. */
export interface LogWriters {
  requests(requests: readonly WebRequest[]): void;
  flows(flows: readonly Flow[]): void;
  noData(host: Host, time: number): void;
  /** Nothing is written of an account whose trail was stopped before. */
  calls(random: Random, calls: readonly (Call & { readonly step?: string })[]): void;
  insight(account: string, region: string, time: number, record: string): void;
  finding(finding: Finding): void;
  stopTrail(account: string, time: number): void;
}

function requestWriter(world: World, store: ObjectStore, window: number) {
  const alb = new Map(
    [world.publicBalancer, world.partnerBalancer].map((balancer) => [balancer, albStream(balancer, window)]),
  );
  const nginx = new Map(world.web.map((host) => [host, nginxStream(host)]));
  const waf = wafStream(world.publicBalancer, window);
  return (request: WebRequest) => {
    const { time, step, target, balancer } = request;
    const answered = time + request.seconds * 1000;
    if (balancer.webAcl) store.write(waf, time, wafRecord(request), step);
    store.write(alb.get(balancer)!, isPlain(request) ? time : answered, albLine(request), step);
    if (target) store.write(nginx.get(target)!, answered, nginxLine(request), step);
  };
}

function flowWriters(world: World, store: ObjectStore, window: number) {
  const production = world.account('production');
  const custom = flowStream(production, customHeader, window);
  const plain = flowStream(world.account('tooling'), defaultHeader, window);
  return {
    flow: (flow: Flow) => {
      const inProduction = flow.host.account === production;
      const line = inProduction ? customFlowLine(flow) : defaultFlowLine(flow);
      store.write(inProduction ? custom : plain, flow.time, line, flow.step);
    },
    noData: (host: Host, time: number) => store.write(custom, time, noDataLine(host, time)),
  };
}

export function createLogWriters(world: World, store: ObjectStore, window: number): LogWriters {
  const stopped = new Map<string, number>();
  const request = requestWriter(world, store, window);
  const { flow, noData } = flowWriters(world, store, window);
  return {
    requests: (requests) => {
      requests.forEach(request);
      webFlows(requests).forEach(flow);
    },
    flows: (flows) => flows.forEach(flow),
    noData,
    calls: (random, calls) => {
      for (const call of calls) {
        if (call.time > (stopped.get(call.account) ?? Number.POSITIVE_INFINITY)) continue;
        store.write(
          trailStream(call.account, call.region, window),
          call.time,
          cloudtrailRecord(random, call),
          call.step,
        );
      }
    },
    insight: (account, region, time, record) =>
      store.write(trailStream(account, region, window, 'CloudTrail-Insight'), time, record),
    finding: (finding) =>
      store.write(findingStream(finding.account), finding.updated, findingRecord(finding), finding.step),
    stopTrail: (account, time) => stopped.set(account, time),
  };
}
