import type { LogWriters } from '../log-writers.ts';
import type { Random } from '../random/random.ts';
import { hour } from '../time/stamp.ts';
import type { World } from '../world/world.ts';
import type { Cast } from './cast.ts';
import type { StepRecords } from './step-records.ts';
import { makeBackdoor } from './steps/backdoor-user.ts';
import { readBucket } from './steps/bucket-read.ts';
import { exploit, probe } from './steps/exploit.ts';
import { stopLogging } from './steps/logging-stopped.ts';
import { chainRoles } from './steps/role-chain.ts';
import { discover, useStolenCredentials } from './steps/stolen-credentials.ts';

function together(parts: readonly StepRecords[]): StepRecords {
  return {
    requests: parts.flatMap((part) => part.requests),
    flows: parts.flatMap((part) => part.flows),
    calls: parts.flatMap((part) => part.calls),
    findings: parts.flatMap((part) => part.findings),
  };
}

/** All records of the incident of this cast. */
function incidentRecords(world: World, random: Random, cast: Cast): StepRecords {
  const chain = chainRoles(world, random, cast);
  return together([
    probe(world, random, cast),
    exploit(world, random, cast),
    useStolenCredentials(world, random, cast),
    discover(world, random, cast),
    chain.records,
    makeBackdoor(random, cast, chain.holder),
    readBucket(random, cast),
    stopLogging(random, cast),
  ]);
}

/** Hour by hour, what of the incident falls into it. */
export function createIncident(world: World, random: Random, writers: LogWriters, cast: Cast) {
  const all = incidentRecords(world, random, cast);
  const records = random.fork('records');
  writers.stopTrail(cast.lastAccount.id, cast.schedule.logging);
  return (start: number): void => {
    const now = <T extends { readonly time: number }>(items: readonly T[]) =>
      items.filter(({ time }) => time >= start && time < start + hour);
    writers.requests(now(all.requests));
    writers.flows(now(all.flows));
    writers.calls(records, now(all.calls));
    all.findings.filter(({ updated }) => updated >= start && updated < start + hour).forEach(writers.finding);
  };
}
