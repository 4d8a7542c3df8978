import { harmless } from '../../core/harmless/harmless.ts';
import { SendError } from '../send-error.ts';
import type { PostAnswer } from './post.ts';

/** Statuses besides 5xx after which the same message may be taken later: time-out, too early, too many. */
const later: ReadonlySet<number> = new Set([408, 425, 429]);

export interface Receiver {
  readonly host: string;
  /** What must not be repeated to anyone, though the receiver does. */
  readonly secrets: readonly string[];
}

/** Fails with a SendError unless the answer says that the message was taken. */
export function requireTaken(answer: PostAnswer, { host, secrets }: Receiver): void {
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return;
  const said = answerText(answer.text, secrets);
  if (later.has(status) || status >= 500)
    throw new SendError('DESTINATION_BUSY', `${host} answered ${status}${said}.`, { retryAfterMs });
  const hint = status >= 300 && status < 400 ? ' It redirects in a way that loses the message: change the URL.' : '';
  throw new SendError('DESTINATION_REFUSED', `${host} answered ${status}${said}.${hint}`, { permanent: true });
}

const longestSaid = 120;

/** What a receiver said, for people: short, harmless, without our secrets. */
export function answerText(text: string, secrets: readonly string[]): string {
  const kept = secrets.reduce((left, secret) => (secret === '' ? left : left.replaceAll(secret, '…')), text);
  const said = harmless(kept.trim(), { most: longestSaid }).replace(/[.\s]+$/, '');
  return said === '' ? '' : `: ${said}`;
}
