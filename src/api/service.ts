import type { Config } from '../config/schema.ts';
import type { Loads } from '../pipeline/loader/loader.ts';
import type { Notifier } from '../pipeline/notify/notifier.ts';
import type { Ask } from '../questions/questions.ts';
import type { StateDb } from '../state/open-state.ts';
import type { Live } from './live.ts';
import type { Metrics } from './metrics.ts';

/** What routes are made of. Everything slow happens in other threads; `db` is for reads and writes of a few rows. */
export interface Service {
  readonly config: Config;
  readonly db: StateDb;
  readonly ask: Ask;
  readonly live: Live;
  readonly metrics: Metrics;
  readonly loads: Loads;
  readonly notifier: Pick<Notifier, 'sendTest' | 'resend' | 'wake'>;
  readonly status: () => 'starting' | 'ok' | 'stopping';
  /** Wall clock, nanoseconds. */
  readonly clock: () => bigint;
}
