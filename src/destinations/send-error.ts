import { KushiError } from '../core/error/error.ts';
import type { ErrorCode } from '../core/error/table.ts';

type SendCode = Extract<ErrorCode, `DESTINATION_${string}`>;

/**
 * Why a message did not arrive. The message never holds a secret, nor more of a URL than its host; a cause is left out
 * on purpose, as those of libraries hold URLs.
 */
export class SendError extends KushiError {
  /** Trying again cannot help: the destination's settings, or the message, must change. */
  readonly permanent: boolean;
  /** How long the destination asks to be left alone, milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(
    code: SendCode,
    message: string,
    { permanent = false, retryAfterMs = null }: { permanent?: boolean; retryAfterMs?: number | null } = {},
  ) {
    super(code, message);
    this.permanent = permanent;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Any failure as one of sending. What is unexpected is told without its text, which may hold a secret. */
export function toSendError(error: unknown): SendError {
  if (error instanceof SendError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const why = typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? ` (${code})` : '';
  return new SendError('DESTINATION_UNREACHABLE', `The message could not be sent${why}.`);
}
