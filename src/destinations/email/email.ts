import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import type SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import type { EmailConfig } from '../../config/destinations.ts';
import type { Destination, Message, OpenOptions } from '../destination.ts';
import { parseAllowList } from '../outgoing/allow-list.ts';
import { inTime } from '../outgoing/in-time.ts';
import { openSocket, systemLookup } from '../outgoing/open-socket.ts';
import { answerText } from '../outgoing/require-taken.ts';
import { trusting } from '../outgoing/trusting.ts';
import { tooLate } from '../outgoing/unreachable.ts';
import { unlessBroken } from '../plain-text.ts';
import { readSecret } from '../read-secret.ts';
import { type MailContent, plainMail } from './plain-mail.ts';
import { renderMail } from './render-mail.ts';
import { smtpError } from './smtp-error.ts';

const defaultTimeoutMs = 30_000;

interface Account {
  readonly user: string;
  readonly pass: string;
}

/** Mail over a server that takes it by SMTP. A mail program shows a story as one conversation. */
export function openEmail(name: string, config: EmailConfig, options: OpenOptions): Destination {
  const account = readAccount(name, config, options);
  const { host } = config;
  const secrets = account === null ? [] : [account.pass, ...encodedForms(account)];
  return {
    name,
    config,
    send: (message, { key, signal }) => {
      const ms = options.timeoutMs ?? defaultTimeoutMs;
      return inTime({ signal, ms, late: () => tooLate(host) }, async (signal) => {
        try {
          const mail = mailOf(message, config, { key, destination: name });
          const { response, rejectedErrors } = await deliver(mail, { config, account, options, signal });
          requireAll(rejectedErrors ?? []);
          return { detail: `${host}${answerText(response, secrets)}` };
        } catch (error) {
          throw smtpError(error, { host, secrets });
        }
      });
    },
  };
}

function readAccount(name: string, config: EmailConfig, { env }: OpenOptions): Account | null {
  const { user, password_env, password_file } = config;
  if (user === undefined) return null;
  const place = { what: `destinations.${name}: password`, env: password_env, file: password_file };
  return { user, pass: readSecret(place, env) };
}

/** A password as SMTP carries it, which a hostile server can send back. */
function encodedForms({ user, pass }: Account): string[] {
  return [pass, `\0${user}\0${pass}`].map((text) => Buffer.from(text).toString('base64'));
}

interface Mail extends MailContent {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: readonly string[];
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references?: string;
  readonly headers: Readonly<Record<string, string>>;
}

function mailOf(
  message: Message,
  { from, to, level, language, zone }: EmailConfig,
  { key, destination }: { readonly key: string; readonly destination: string },
): Mail {
  const voice = { language, zone };
  const rich = unlessBroken(() => renderMail(message, { key, voice, destination, level }));
  const idOf = (its: string) => `<${its}@${from.slice(from.lastIndexOf('@') + 1)}>`;
  const isReply = message.kind !== 'test' && message.thread !== key;
  return {
    ...(rich ?? plainMail(message, voice, key)),
    from: { name: 'Kushi', address: from },
    to,
    messageId: idOf(key),
    ...(isReply ? { inReplyTo: idOf(message.thread), references: idOf(message.thread) } : {}),
    // Programs that answer every mail leave this one alone (RFC 3834 §5).
    headers: { 'Auto-Submitted': 'auto-generated', 'Kushi-Delivery': key },
  };
}

interface DeliverOptions {
  readonly config: EmailConfig;
  readonly account: Account | null;
  readonly options: OpenOptions;
  readonly signal: AbortSignal;
}

/** Over a connection whose address was checked; nodemailer opens none of its own, and looks up nothing. */
async function deliver(mail: Mail, { config, account, options, signal }: DeliverOptions) {
  const { host, tls, allow_private } = config;
  const port = config.port ?? (tls === 'tls' ? 465 : 587);
  const allowed = parseAllowList(allow_private);
  const connection = await openSocket({ host, port, allowed, lookup: options.lookup ?? systemLookup, signal });
  const transport = createTransport({
    host,
    port,
    connection,
    secure: tls === 'tls',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(account === null ? {} : { auth: account, forceAuth: true }),
    tls: { servername: isIP(host) === 0 ? host : '', ...trusting(options.trust ?? []) },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const cut = () => connection.destroy();
  signal.addEventListener('abort', cut, { once: true });
  try {
    return await transport.sendMail({ ...mail, to: [...mail.to], disableFileAccess: true, disableUrlAccess: true });
  } finally {
    signal.removeEventListener('abort', cut);
    connection.destroy();
    transport.close();
  }
}

/**
 * A server may take the mail for some recipients only. It is sent again when that can help one of the others; those who
 * have it see it once more, with the same id.
 */
function requireAll(rejected: readonly SMTPConnection.SMTPError[]): void {
  const later = rejected.find(({ responseCode }) => responseCode !== undefined && responseCode < 500);
  if (rejected.length > 0) throw later ?? rejected[0];
}
