import { type DestinationStream, type Logger, pino } from 'pino';

/** Names under which secrets stand, at the top and one and two levels down. */
const secrets = ['password', 'newPassword', 'token', 'authorization', 'cookie', 'set-cookie', 'secret'];
const secretPaths = secrets.flatMap((name) => ['', '*', '*.*'].map((above) => `${above}["${name}"]`));

/** The log of the server: one JSON document a line, without secrets. */
export function createLog(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  return pino({ level, redact: { paths: secretPaths, censor: '(secret)' } }, destination);
}
