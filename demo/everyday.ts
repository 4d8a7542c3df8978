import { createCallRuns } from './cloudtrail/call-runs.ts';
import { insightEvents } from './cloudtrail/insight-event.ts';
import { deploy, deploysIn } from './deployments.ts';
import { everydayFinding } from './guardduty/everyday-findings.ts';
import type { LogWriters } from './log-writers.ts';
import type { Random } from './random/random.ts';
import { hour, minute } from './time/stamp.ts';
import { backgroundFlows, idleHost } from './vpcflow/background-flows.ts';
import { webTraffic } from './web/web-traffic.ts';
import { region } from './world/accounts.ts';
import type { World } from './world/world.ts';

/** Means an hour at scale 1: 30,000 calls and 60 findings in 32 days. */
const callsPerHour = 39;
const findingsPerHour = 0.04;

/** What goes on without any incident, hour by hour. */
export function createEveryday(world: World, random: Random, writers: LogWriters, scale: number) {
  const runs = createCallRuns(world, random.fork('calls'), { foreign: false, size: 0.7, steady: false });
  return (start: number): void => {
    const own = random.fork(`hour ${start}`);
    const deployment = deploysIn(random, start) ? deploy(world, own.fork('deployment'), start) : null;
    writers.requests([...webTraffic(world, own.fork('web'), start, scale), ...(deployment?.requests ?? [])]);
    writers.flows(backgroundFlows(world, own.fork('flows'), start, scale));
    writers.noData(idleHost(world), start + 10 * minute);
    writers.calls(own.fork('records'), [...runs.hour(start, callsPerHour * scale), ...(deployment?.calls ?? [])]);
    const findings = own.fork('findings');
    for (let count = findings.count(findingsPerHour * Math.sqrt(scale)); count > 0; count--) {
      everydayFinding(world, findings, start + findings.next() * hour).forEach(writers.finding);
    }
  };
}

/** A load test of the staging account sets off the one Insights event of the period. */
export function writeInsight(world: World, random: Random, writers: LogWriters, start: number): void {
  const account = world.account('staging').id;
  const arn = `arn:aws:iam::${account}:user/ci-infra`;
  const insight = {
    account,
    region,
    source: 'ec2.amazonaws.com',
    name: 'RunInstances',
    arn,
    baseline: 0.02,
    rate: 4.6,
  };
  for (const { time, record } of insightEvents(random, insight, start, 14))
    writers.insight(account, region, time, record);
}
