import type { Answer } from '../../answer/answer.ts';
import type { Destination, Message, Receipt, SendOptions } from '../../destinations/destination.ts';
import { inTime } from '../../destinations/outgoing/in-time.ts';
import { SendError, toSendError } from '../../destinations/send-error.ts';
import { contentOf, countAttempt, markFailed, markSent, withdraw } from '../../state/outbox/deliveries.ts';
import type { DeliveriesTable } from '../../state/tables.ts';
import { failPoint } from '../fail-point.ts';
import { backOffMs, mostAttempts } from './back-off.ts';
import type { NotifyContext } from './notify-context.ts';
import { storyMessage } from './story-message.ts';

/** A destination that failed is left alone no longer than this, unless it asks for more. */
const longestPauseMs = 60_000;

/**
 * Sends one message and marks what became of it. A process that dies on the way leaves it as one to send again, with
 * the same key. Returns how long to leave the destination alone, milliseconds.
 */
export async function sendDelivery(
  context: NotifyContext,
  destination: Destination,
  { delivery, signal }: { readonly delivery: DeliveriesTable; readonly signal: AbortSignal },
): Promise<number> {
  const { db, clock, gap, onChange, onOutcome } = context;
  const { destination: name, key } = delivery;
  try {
    if (delivery.attempts >= mostAttempts) return await giveUp(context, delivery);
    await countAttempt(db, key);
    failPoint('notify.counted');
    const content = await contentOf(db, delivery);
    if (content.alerts.length === 0) {
      await withdraw(db, key);
      onOutcome(name, 'withdrawn');
      return 0;
    }
    const answer = await answerInTime(context, content.alerts[0].alert.id, signal);
    const message = storyMessage({ delivery, content, answer, baseUrl: context.baseUrl });
    const outcome = await send(destination, message, { key, signal });
    // Stopped, not failed: it is sent when Kushi runs again.
    if (outcome instanceof SendError) return signal.aborted ? 0 : await failed(context, delivery, outcome);
    failPoint('notify.sent');
    await markSent(db, delivery, { receipt: outcome.detail, now: clock(), gap });
    failPoint('notify.marked');
    onOutcome(name, 'sent');
    return 0;
  } finally {
    onChange();
  }
}

/** Tried so often and never marked: Kushi itself ended each time, and this message may be why. */
async function giveUp({ db, onOutcome }: NotifyContext, { key, destination }: DeliveriesTable): Promise<number> {
  await markFailed(db, key, { error: `Kushi ended ${mostAttempts} times while it sent this.`, next: null });
  onOutcome(destination, 'dead');
  return 0;
}

async function send(destination: Destination, message: Message, options: SendOptions): Promise<Receipt | SendError> {
  try {
    return await destination.send(message, options);
  } catch (error) {
    return toSendError(error);
  }
}

async function answerInTime(context: NotifyContext, alert: string, signal: AbortSignal): Promise<Answer | null> {
  const late = () => new Error('The answer took too long.');
  try {
    return await inTime({ signal, ms: context.answerMs, late }, (its) => context.answer(alert, its));
  } catch (error) {
    context.onProblem({ what: 'answer', error });
    return null;
  }
}

async function failed(context: NotifyContext, delivery: DeliveriesTable, error: SendError): Promise<number> {
  const { db, clock, random, onProblem } = context;
  onProblem({ what: 'send', destination: delivery.destination, error });
  const attempts = delivery.attempts + 1;
  const waitMs = Math.max(backOffMs(attempts, random()), error.retryAfterMs ?? 0);
  const isOver = error.permanent || attempts >= mostAttempts;
  const next = isOver ? null : clock() + BigInt(waitMs) * 1_000_000n;
  await markFailed(db, delivery.key, { error: error.message, next });
  context.onOutcome(delivery.destination, isOver ? 'dead' : 'retrying');
  return error.permanent ? 0 : Math.max(error.retryAfterMs ?? 0, Math.min(waitMs, longestPauseMs));
}
