import type { Destination } from '../../destinations/destination.ts';
import { pendingNotices, routeNotices } from '../../state/outbox/route-notices.ts';
import { failPoint } from '../fail-point.ts';
import type { NotifyContext } from './notify-context.ts';
import { routeOf } from './route-of.ts';
import { createWaker, type Waker } from './waker.ts';

const longestSleepMs = 30_000;
const pauseAfterFaultMs = 5_000;
const noticesAtOnce = 500;

/** A server that was off over a weekend still tells; who has loaded by hand for months is not told of all of it. */
const oldestNotice = 72n * 3_600_000_000_000n;

export interface RouteLoopOptions {
  readonly context: NotifyContext;
  readonly destinations: readonly Destination[];
  /** Finds the story that each alert is part of; alerts are told of one by one when it fails. */
  readonly linkStories: (alerts: readonly string[]) => Promise<void>;
  /** Messages may be due. */
  readonly onRouted: () => void;
  readonly stop: AbortSignal;
}

/** Makes messages of what commits noted, until `stop` is aborted. */
export function startRouteLoop(options: RouteLoopOptions): Pick<Waker, 'wake'> & { readonly ended: Promise<void> } {
  const { context, stop } = options;
  const routes = options.destinations.map(({ name, config }) => routeOf(name, config));
  const waker = createWaker();
  const step = async (): Promise<number> => {
    const notices = await pendingNotices(context.db, noticesAtOnce);
    if (notices.length === 0) return longestSleepMs;
    await link(options, [...new Set(notices.map(({ alert }) => alert))]);
    const { db, clock, gap } = context;
    await routeNotices(db, notices, { routes, now: clock(), gap, oldest: oldestNotice });
    failPoint('notify.routed');
    options.onRouted();
    return notices.length < noticesAtOnce ? longestSleepMs : 0;
  };
  const run = async () => {
    while (!stop.aborted) {
      const sleepMs = await step().catch((error: unknown) => {
        context.onProblem({ what: 'route', error });
        return pauseAfterFaultMs;
      });
      if (sleepMs > 0) await waker.wait(sleepMs, stop);
    }
  };
  return { wake: waker.wake, ended: run() };
}

async function link({ linkStories, context }: RouteLoopOptions, alerts: readonly string[]): Promise<void> {
  try {
    await linkStories(alerts);
  } catch (error) {
    context.onProblem({ what: 'link', error });
  }
}
