import { KushiError } from '../../core/error/error.ts';
import type { Destination, Receipt } from '../../destinations/destination.ts';
import { buryOthers, forgetDeliveries, reviveDelivery } from '../../state/outbox/deliveries.ts';
import type { NotifyContext } from './notify-context.ts';
import { startRouteLoop } from './route-loop.ts';
import { startSendLoop } from './send-loop.ts';
import { sendTest } from './send-test.ts';

const minute = 60_000_000_000n;
const defaultGap = 15n * minute;
const keptFor = 90n * 24n * 60n * minute;

const defaultAnswerMs = 20_000;
const defaultGraceMs = 3_000;

export interface NotifierOptions extends Omit<NotifyContext, 'gap' | 'answerMs'> {
  readonly destinations: readonly Destination[];
  /** Finds the story that each of the alerts is part of, and stores it. */
  readonly linkStories: (alerts: readonly string[]) => Promise<void>;
  /** Ends the notifier. */
  readonly signal: AbortSignal;
  /** Least time between messages of one story to one destination, nanoseconds; 15 minutes when absent. */
  readonly gap?: bigint;
  /** Milliseconds that an answer may take, 20 s when absent; then the message is plain. */
  readonly answerMs?: number;
  /** Milliseconds that what is being sent may take after the signal; 3 s when absent. */
  readonly graceMs?: number;
}

export interface Notifier {
  /** A commit happened, or the clock was set: looks again at what is to be done. Returns at once. */
  wake(): void;
  /** Sends a test message now. Fails with DESTINATION_UNKNOWN or a SendError. */
  sendTest(destination: string, signal: AbortSignal): Promise<Receipt>;
  /** Sends a dead message again. Fails with DELIVERY_UNKNOWN. */
  resend(key: string): Promise<void>;
  /** Resolves when everything has come to rest after the signal. Never fails. */
  readonly ended: Promise<void>;
}

/**
 * Tells destinations of alerts: commits note what is to be told, one loop makes messages of it, and one for each
 * destination sends them. Everything to be sent is in the state, so a stop at any moment loses nothing; at worst a
 * message arrives twice, with the same key.
 */
export async function startNotifier(options: NotifierOptions): Promise<Notifier> {
  const { destinations, signal, db, clock, onChange } = options;
  const { gap = defaultGap, answerMs = defaultAnswerMs, graceMs = defaultGraceMs } = options;
  const context: NotifyContext = { ...options, gap, answerMs };
  await buryOthers(
    db,
    destinations.map(({ name }) => name),
  );
  await forgetDeliveries(db, clock() - keptFor);
  const cut = afterGrace(signal, graceMs);
  const senders = new Map(
    destinations.map((one) => [one.name, startSendLoop(context, one, { stop: signal, cut: cut.signal })]),
  );
  const wakeSenders = () => {
    for (const sender of senders.values()) sender.wake();
  };
  const onRouted = () => {
    wakeSenders();
    onChange();
  };
  const { linkStories } = options;
  const router = startRouteLoop({ context, destinations, linkStories, onRouted, stop: signal });
  const loops = [router, ...senders.values()].map(({ ended }) => ended);
  return {
    wake: () => {
      router.wake();
      wakeSenders();
    },
    sendTest: async (name, its) => sendTest(context, known(destinations, name), its),
    resend: async (key) => {
      const name = await reviveDelivery(db, key, clock());
      if (name === null) throw new KushiError('DELIVERY_UNKNOWN', `No message that was given up has the key ${key}.`);
      senders.get(name)?.hurry();
      onChange();
    },
    ended: Promise.all(loops).then(cut.clear),
  };
}

function known(destinations: readonly Destination[], name: string): Destination {
  const destination = destinations.find((one) => one.name === name);
  if (destination !== undefined) return destination;
  const names = destinations.map((one) => one.name).join(', ') || 'none';
  throw new KushiError('DESTINATION_UNKNOWN', `There is no destination ${name}. In kushi.yml: ${names}.`);
}

function afterGrace(stop: AbortSignal, graceMs: number): { readonly signal: AbortSignal; readonly clear: () => void } {
  const cut = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => cut.abort(), graceMs);
  };
  if (stop.aborted) begin();
  stop.addEventListener('abort', begin, { once: true });
  return { signal: cut.signal, clear: () => clearTimeout(timer) };
}
