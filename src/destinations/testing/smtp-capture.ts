import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { certificate } from './certificate.ts';

export interface CapturedMail {
  readonly mail: ParsedMail;
  /** As it came. */
  readonly source: string;
  /** Recipients the server was told. */
  readonly recipients: readonly string[];
  readonly isSecure: boolean;
}

export interface SmtpCapture {
  readonly port: number;
  readonly mails: CapturedMail[];
  stop(): Promise<void>;
}

export interface SmtpCaptureOptions {
  readonly port?: number;
  readonly tls?: 'starttls' | 'tls' | 'none';
  /** Signing in is asked for, and only this password taken. */
  readonly password?: string;
  /** What a recipient is answered; nothing when it is taken. */
  readonly refuse?: (recipient: string) => { readonly code: number; readonly text: string } | undefined;
  /** Where mail is kept, when one server takes the place of another. */
  readonly mails?: CapturedMail[];
}

/** A real SMTP server that keeps the mail it is sent. */
export async function startSmtpCapture(options: SmtpCaptureOptions = {}): Promise<SmtpCapture> {
  const { tls = 'starttls', password, refuse, port = 0, mails = [] } = options;
  const server = new SMTPServer({
    ...certificate,
    secure: tls === 'tls',
    authOptional: password === undefined,
    allowInsecureAuth: tls === 'none',
    disabledCommands: [...(password === undefined ? ['AUTH'] : []), ...(tls === 'starttls' ? [] : ['STARTTLS'])],
    closeTimeout: 100,
    onAuth: (auth, _session, done) => {
      if (auth.password === password) done(null, { user: auth.username });
      else done(Object.assign(new Error(`Invalid: ${auth.password}`), { responseCode: 535 }));
    },
    onRcptTo: ({ address }, _session, done) => {
      const refusal = refuse?.(address);
      done(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const source = Buffer.concat(pieces);
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        const keep = (mail: ParsedMail) => {
          mails.push({ mail, source: source.toString(), recipients, isSecure: session.secure });
          done(null, 'queued');
        };
        simpleParser(source).then(keep, done);
      });
    },
  } satisfies SMTPServerOptions);
  server.on('error', () => {});
  await new Promise<void>((done) => {
    server.listen(port, '127.0.0.1', done);
  });
  const { port: its } = server.server.address() as AddressInfo;
  return { port: its, mails, stop: () => new Promise((done) => server.close(done)) };
}

/** A server that speaks no SMTP, or its own: `greet` writes what it likes to each connection. */
export async function startRawServer(port: number, greet: (socket: Socket) => void): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    greet(socket);
  });
  await new Promise<void>((done) => {
    server.listen(port, '127.0.0.1', done);
  });
  return () =>
    new Promise((done) => {
      server.close(() => done());
      for (const socket of sockets) socket.destroy();
    });
}
