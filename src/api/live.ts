import type { z } from 'zod';
import type { systemRoutes } from './contract/system.ts';

export type LiveEvent = z.input<(typeof systemRoutes.live)['response']>;

/** Tells everyone who listens what changes. */
export interface Live {
  readonly tell: (event: LiveEvent) => void;
  /** Events from now on, until the signal aborts. One who reads too slowly loses the oldest. */
  readonly follow: (signal: AbortSignal) => AsyncIterable<LiveEvent>;
  readonly followers: () => number;
}

/** Events kept for one who reads slowly. */
const mostWaiting = 256;

interface Follower {
  readonly waiting: LiveEvent[];
  wake: () => void;
}

export function createLive(): Live {
  const followers = new Set<Follower>();
  return {
    tell: (event) => {
      for (const follower of followers) {
        if (follower.waiting.length === mostWaiting) follower.waiting.shift();
        follower.waiting.push(event);
        follower.wake();
      }
    },
    followers: () => followers.size,
    async *follow(signal) {
      const follower: Follower = { waiting: [], wake: () => {} };
      followers.add(follower);
      const abort = () => follower.wake();
      signal.addEventListener('abort', abort);
      try {
        while (!signal.aborted) {
          const event = follower.waiting.shift();
          if (event !== undefined) yield event;
          else
            await new Promise<void>((resolve) => {
              follower.wake = resolve;
            });
        }
      } finally {
        followers.delete(follower);
        signal.removeEventListener('abort', abort);
      }
    },
  };
}
