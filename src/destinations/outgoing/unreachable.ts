import { SendError } from '../send-error.ts';

const ofTls = /CERT|TLS|SSL|SIGNATURE/;

/** What a system's, Node's or a library's error says of a connection that failed: its code, never its text. */
export function unreachable(host: string, error: unknown): SendError {
  const { originalCode, code } = (error ?? {}) as { code?: unknown; originalCode?: unknown };
  const why = [originalCode, code]
    .filter((one) => typeof one === 'string')
    .find((one) => /^[A-Z0-9_]{1,60}$/.test(one));
  const message =
    why !== undefined && ofTls.test(why)
      ? `${host} offers no TLS that can be trusted (${why}).`
      : `${host} cannot be reached (${why ?? 'the connection broke'}).`;
  return new SendError('DESTINATION_UNREACHABLE', message);
}

export function tooLate(host: string): SendError {
  return new SendError('DESTINATION_UNREACHABLE', `${host} did not answer in time.`);
}
