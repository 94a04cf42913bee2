import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { ExecutorFailure } from '../../engine/activity/executor.ts';
import type { Mail, Mailer } from '../../engine/activity/outside.ts';

/** The server that mails are given to (empty: there is none), and whom they are from. */
export interface MailMeans {
  readonly url: string;
  readonly from: string;
}

/** As long as a server may take at each turn: a mail that is on its way is waited for, to know what became of it. */
const limits = { connectionTimeout: '10000', greetingTimeout: '10000', socketTimeout: '30000', pool: 'true' };

/** The same mail has the same Message-ID, by which servers and people can tell a repetition. */
function messageId(key: string, from: string): string {
  const domain = /@([^\s<>@]+?)>?$/.exec(from.trim())?.[1] ?? 'localhost';
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

function mailFailure(error: unknown): ExecutorFailure {
  const message = error instanceof Error ? error.message : String(error);
  const code: unknown = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined;
  const isForEver = typeof code === 'number' && code >= 500 && code !== 530 && code !== 535;
  return new ExecutorFailure(
    {
      cause: isForEver ? 'data' : 'transient',
      message: `The mail was not taken: ${message}`,
      hint: 'Look at the address, at SIGNALBOX_SMTP_URL and at the mail server; a retry tries again.',
    },
    { cause: error },
  );
}

/** Gives mails to a server by SMTP, over connections that are kept for the next ones. */
export function createMailer({ url, from }: MailMeans): Mailer {
  if (url === '') return { sends: false, send: () => Promise.resolve() };
  const address = new URL(url);
  for (const [name, value] of Object.entries(limits)) address.searchParams.set(name, value);
  const transport = createTransport(address.href);
  return {
    sends: true,
    send: async ({ to, subject, text, html, key }: Mail) => {
      const parts = { subject, text, ...(html !== undefined && { html }) };
      const closed = { disableFileAccess: true, disableUrlAccess: true };
      try {
        await transport.sendMail({ ...parts, ...closed, from, to: [...to], messageId: messageId(key, from) });
      } catch (error) {
        throw mailFailure(error);
      }
    },
  };
}
