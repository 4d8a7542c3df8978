import { answerText } from '../outgoing/require-taken.ts';
import { unreachable } from '../outgoing/unreachable.ts';
import { SendError } from '../send-error.ts';

/** What nodemailer's errors carry (https://nodemailer.com/errors). */
interface SmtpProblem {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

/**
 * A failure of SMTP as one of sending. 4yz says that trying again can help, 5yz that it cannot (RFC 5321 §4.2.1).
 * A refused sign-in is among the latter: tried over and over, it locks accounts.
 */
export function smtpError(error: unknown, { host, secrets }: { host: string; secrets: readonly string[] }): SendError {
  if (error instanceof SendError) return error;
  const { code, responseCode, response } = (error ?? {}) as SmtpProblem;
  const said = typeof response === 'string' ? answerText(response, secrets) : '';
  if (code === 'ETLS' || typeof responseCode !== 'number' || responseCode < 400) return unreachable(host, error);
  if (responseCode < 500) return new SendError('DESTINATION_BUSY', `${host} asks to wait${said}.`);
  const refused = code === 'EAUTH' ? 'did not take the user name and password' : 'refused the mail';
  return new SendError('DESTINATION_REFUSED', `${host} ${refused}${said}.`, { permanent: true });
}
