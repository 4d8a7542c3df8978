import { parseConfig } from '../../config/load-config.ts';
import type { StateDb } from '../../state/open-state.ts';
import { createLive } from '../live.ts';
import { createMetrics } from '../metrics.ts';
import type { Service } from '../service.ts';

const noLoads: Service['loads'] = {
  start: () => {
    throw new Error('Nothing is loaded here.');
  },
  cancel: () => {},
  get: () => null,
  list: () => [],
};

const nobodyIsTold: Service['notifier'] = {
  wake: () => {},
  sendTest: async () => {
    throw new Error('There are no destinations here.');
  },
  resend: async () => {
    throw new Error('There are no destinations here.');
  },
};

/** A service over a state, with parts of it replaced; questions fail unless `ask` is given. */
export function testService({ db, ...rest }: Partial<Service> & { db: StateDb }): Service {
  const live = createLive();
  return {
    config: parseConfig('', 'kushi.yml'),
    db,
    ask: async () => {
      throw new Error('No questions are answered here.');
    },
    live,
    loads: noLoads,
    notifier: nobodyIsTold,
    metrics: createMetrics({ questions: () => 0, followers: live.followers, segments: async () => 0 }),
    status: () => 'ok',
    clock: () => 1_795_000_000_000_000_000n,
    ...rest,
  };
}
