import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/** What a test tells its mail server, and learns of it. */
export interface MailServer {
  /** The mails that it took, as they came. */
  readonly mails: string[];
  readonly state: {
    /** The code by which an address is refused. */
    refuse: (address: string) => number | undefined;
    /** Whether the connection breaks when a mail is there, before it is answered. */
    breaksAt: (mail: string) => boolean;
  };
  readonly url: () => string;
}

/** A mail server on this machine that keeps what it is given. */
export function mailServer(): MailServer {
  const mails: string[] = [];
  const state: MailServer['state'] = { refuse: () => undefined, breaksAt: () => false };
  const sockets = new Map<number | undefined, Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      const code = state.refuse(address);
      done(code === undefined ? null : Object.assign(new TypeError('not taken'), { responseCode: code }));
    },
    onData: (stream, session, done) => {
      let mail = '';
      stream.on('data', (part: Buffer) => (mail += part.toString()));
      stream.on('end', () => {
        mails.push(mail);
        if (state.breaksAt(mail)) sockets.get(session.remotePort)?.destroy();
        else done();
      });
    },
  });
  server.server.on('connection', (socket: Socket) => sockets.set(socket.remotePort, socket));
  // A connection that a test breaks.
  server.on('error', () => undefined);
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  // Connections that are kept for the next mail are not waited for.
  afterAll(() => {
    server.close();
  });
  beforeEach(() => {
    mails.length = 0;
    state.refuse = () => undefined;
    state.breaksAt = () => false;
  });
  // It listens on a port.
  const port = () => (server.server.address() as AddressInfo).port;
  return { mails, state, url: () => `smtp://127.0.0.1:${String(port())}` };
}

/** A mail as its reader sees it: no longer broken into lines for its way. */
export function readMail(mail: string): string {
  return mail
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}
