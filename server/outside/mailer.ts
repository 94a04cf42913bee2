import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createTransport, type Transporter } from 'nodemailer';
import { z } from 'zod';
import { MailFailure, type MailFate } from '../../engine/activity/mailFailure.ts';
import type { Mail, Mailer } from '../../engine/activity/outside.ts';

/** The server that mails are given to (empty: there is none), and whom they are from. */
export interface MailMeans {
  readonly url: string;
  readonly from: string;
}

/**
 * As long as a server may take at each turn: a mail that is on its way is waited for, to know what became of it. One whose
 * connection broke is not sent again by the pool: it may have been taken, and whoever sends it decides.
 */
const limits = {
  connectionTimeout: '10000',
  greetingTimeout: '10000',
  socketTimeout: '30000',
  pool: 'true',
  maxRequeues: '0',
};

/** The same mail has the same Message-ID, by which servers and people can tell a repetition. */
function messageId(key: string, from: string): string {
  const domain = /@([^\s<>@]+?)>?$/.exec(from.trim())?.[1] ?? 'localhost';
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

const errorSchema = z.object({ responseCode: z.number().optional(), response: z.string().optional() });

/** @param isOnItsWay whether the text of the mail has been asked for: until then, nobody can have taken it. */
function fateOf(code: number | undefined, isOnItsWay: boolean): MailFate {
  if (code === undefined) return isOnItsWay ? 'unknown' : 'notSent';
  // These two are about who sends.
  return code >= 500 && code !== 530 && code !== 535 ? 'refused' : 'notSent';
}

function mailFailure(error: unknown, isOnItsWay: boolean): MailFailure {
  const message = error instanceof Error ? error.message : String(error);
  const { responseCode, response = '' } = errorSchema.safeParse(error).data ?? {};
  const fate = fateOf(responseCode, isOnItsWay);
  const reply = /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response)?.[0].replace('-', ' ');
  return new MailFailure(
    {
      cause: fate === 'refused' ? 'data' : 'transient',
      message: `The mail was not taken: ${message}`,
      hint: 'Look at the address, at SIGNALBOX_SMTP_URL and at the mail server; a retry tries again.',
    },
    { fate, reply, cause: error },
  );
}

/** Notes which mails are on their way: their text is read when the server has asked for it, and not before. */
function watchReading(transport: Transporter): Set<string | undefined> {
  const read = new Set<string | undefined>();
  transport.use('stream', ({ message, data: { messageId: id } }, done) => {
    read.delete(id);
    const written = message.createReadStream.bind(message);
    async function* text(options: Parameters<typeof written>[0]): AsyncGenerator {
      read.add(id);
      yield* written(options);
    }
    message.createReadStream = (options) => Readable.from(text(options), { objectMode: false });
    done();
  });
  return read;
}

/** Gives mails to a server by SMTP, over connections that are kept for the next ones. */
export function createMailer({ url, from }: MailMeans): Mailer {
  if (url === '') return { sends: false, send: () => Promise.resolve() };
  const address = new URL(url);
  for (const [name, value] of Object.entries(limits)) address.searchParams.set(name, value);
  const transport = createTransport(address.href);
  const read = watchReading(transport);
  return {
    sends: true,
    send: async ({ to, subject, text, html, attachment, key, once = key, from: sender = from }: Mail) => {
      const attachments = attachment && [{ filename: attachment.name, content: attachment.base64, encoding: 'base64' }];
      const parts = { subject, text, ...(html !== undefined && { html }), ...(attachments && { attachments }) };
      const closed = { disableFileAccess: true, disableUrlAccess: true };
      const id = messageId(once, sender);
      try {
        await transport.sendMail({ ...parts, ...closed, from: sender, to: [...to], messageId: id });
      } catch (error) {
        throw mailFailure(error, read.has(id));
      } finally {
        read.delete(id);
      }
    },
  };
}
