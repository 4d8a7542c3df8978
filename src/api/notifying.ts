import type { Config } from '../config/schema.ts';
import { openDestinations } from '../destinations/open-destinations.ts';
import { type Notifier, startNotifier } from '../pipeline/notify/notifier.ts';
import type { NotifyProblem } from '../pipeline/notify/notify-context.ts';
import { version } from '../pipeline/version.ts';
import type { Ask } from '../questions/questions.ts';
import type { StateDb } from '../state/open-state.ts';
import { linkAlerts } from '../state/stories.ts';
import type { DeliveryStatus } from '../state/tables.ts';

export interface NotifyingOptions {
  readonly config: Config;
  readonly db: StateDb;
  readonly ask: Ask;
  readonly clock: () => bigint;
  readonly signal: AbortSignal;
  readonly onChange: () => void;
  readonly onOutcome: (destination: string, status: DeliveryStatus) => void;
  readonly onProblem: (problem: NotifyProblem) => void;
}

/** Tells the destinations of kushi.yml of alerts. What is slow in it is asked of the threads that answer questions. */
export async function startNotifying(options: NotifyingOptions): Promise<Notifier> {
  const { config, db, ask, clock, signal, onChange, onOutcome, onProblem } = options;
  return startNotifier({
    destinations: openDestinations(config.destinations, { env: process.env, clock, version }),
    db,
    clock,
    random: Math.random,
    answer: (alert, its) => ask('alert.answer', { alert }, { signal: its }),
    linkStories: async (alerts) => {
      await linkAlerts(db, await ask('stories.givers', alerts, { signal }));
    },
    baseUrl: config.base_url ?? null,
    signal,
    onChange,
    onOutcome,
    onProblem,
  });
}
