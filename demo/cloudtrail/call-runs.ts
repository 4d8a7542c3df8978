import type { Random } from '../random/random.ts';
import { officeRhythm, type Rhythm, steadyRhythm, toolRhythm } from '../rhythm/rhythm.ts';
import { hour, second } from '../time/stamp.ts';
import type { AccountPurpose } from '../world/accounts.ts';
import type { World } from '../world/world.ts';
import { type ActorKind, createActor } from './actor.ts';
import { actorShares, chooseApi } from './api-choice.ts';
import type { Call } from './cloudtrail-record.ts';
import { everydayCall } from './everyday-call.ts';
import { createPools, type PoolOptions, type Pools } from './pools.ts';

/** Calls come in runs: a plan, a sweep of the inventory, a person clicking. Mean length, mean pause in milliseconds. */
const runs: Readonly<Record<ActorKind, { calls: number; pause: number; rhythm: Rhythm }>> = {
  terraform: { calls: 45, pause: 0.16 * second, rhythm: toolRhythm },
  inventory: { calls: 80, pause: 0.14 * second, rhythm: steadyRhythm },
  console: { calls: 16, pause: 0.4 * second, rhythm: officeRhythm },
  cli: { calls: 6, pause: 2 * second, rhythm: officeRhythm },
  instance: { calls: 3, pause: 0.5 * second, rhythm: steadyRhythm },
};

const kinds = Object.keys(runs) as ActorKind[];

export interface CallRuns {
  /** The calls of the runs that begin in the hour from `start`, in no order; `calls` are wanted on average. */
  hour(start: number, calls: number): readonly Call[];
}

export interface CallRunOptions extends Omit<PoolOptions, 'logins'> {
  /** The same number of calls at every hour. */
  readonly steady: boolean;
  /** All calls are made in this account. */
  readonly only?: AccountPurpose;
}

export function createCallRuns(world: World, random: Random, options: CallRunOptions): CallRuns {
  const logins = world.people.map((person) => person.login);
  const pools = new Map<string, Pools>(
    world.accounts.map((account) => [
      account.id,
      createPools(random.fork(`pools ${account.id}`), account, { ...options, logins }),
    ]),
  );

  function run(own: Random, kind: ActorKind, start: number): Call[] {
    const actor = createActor({ world, random: own, start, ...(options.only && { only: options.only }) }, kind);
    let time = start;
    return Array.from({ length: 1 + own.count(runs[kind].calls - 1) }, () => {
      const call = everydayCall(own, pools.get(actor.account.id)!, { actor, api: chooseApi(own, kind), time });
      time += own.gap(runs[kind].pause);
      return call;
    });
  }

  return {
    hour: (start, calls) => {
      const own = random.fork(`calls ${start}`);
      return kinds.flatMap((kind) => {
        const level = options.steady ? 1 : runs[kind].rhythm(start);
        const mean = (calls * actorShares[kind] * level) / runs[kind].calls;
        return Array.from({ length: own.count(mean) }, () => run(own, kind, start + own.next() * hour)).flat();
      });
    },
  };
}
