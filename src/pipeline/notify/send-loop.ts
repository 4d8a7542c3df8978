import type { Destination } from '../../destinations/destination.ts';
import { nsOf } from '../../state/ns.ts';
import { dueDelivery, nextDue } from '../../state/outbox/deliveries.ts';
import type { NotifyContext } from './notify-context.ts';
import { sendDelivery } from './send-delivery.ts';
import { createWaker } from './waker.ts';

/** A clock that is set, or a wake that got lost, costs no more than this. */
const longestSleepMs = 30_000;
const pauseAfterFaultMs = 5_000;

export interface SendLoop {
  wake(): void;
  /** Does not leave the destination alone any longer: a person wants a message sent now. */
  hurry(): void;
  readonly ended: Promise<void>;
}

/**
 * Sends one destination's messages one after the other, so that a slow one keeps nothing back but its own. Picks none up
 * any more when `stop` is aborted; `cut` ends the sending under way.
 */
export function startSendLoop(
  context: NotifyContext,
  destination: Destination,
  { stop, cut }: { readonly stop: AbortSignal; readonly cut: AbortSignal },
): SendLoop {
  const waker = createWaker();
  /** Wall clock from which it may be sent to again. */
  let from = 0n;
  const step = async (): Promise<number> => {
    const now = context.clock();
    if (now < from) return untilMs(from, now);
    const delivery = await dueDelivery(context.db, destination.name, now);
    if (delivery === undefined) {
      const next = await nextDue(context.db, destination.name);
      return next === null ? longestSleepMs : untilMs(nsOf(next), now);
    }
    const pauseMs = await sendDelivery(context, destination, { delivery, signal: cut });
    from = context.clock() + BigInt(Math.round(pauseMs)) * 1_000_000n;
    return pauseMs;
  };
  const run = async () => {
    while (!stop.aborted) {
      const sleepMs = await step().catch((error: unknown) => {
        context.onProblem({ what: 'outbox', destination: destination.name, error });
        return pauseAfterFaultMs;
      });
      if (sleepMs > 0) await waker.wait(Math.min(sleepMs, longestSleepMs), stop);
    }
  };
  return {
    wake: waker.wake,
    hurry: () => {
      from = 0n;
      waker.wake();
    },
    ended: run(),
  };
}

function untilMs(time: bigint, now: bigint): number {
  return Math.max(1, Number((time - now) / 1_000_000n) + 1);
}
