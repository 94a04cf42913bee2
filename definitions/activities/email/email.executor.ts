import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Executor, ExecutorRun, KnownMail, Outcome } from '../../../engine/activity/executor.ts';
import type { JournalLine } from '../../../engine/activity/kind.ts';
import { htmlEscaped, oneAddress, oneLine, unfitForMail, valueText } from '../../../engine/activity/mailText.ts';
import type { Mail } from '../../../engine/activity/outside.ts';
import { rowPages } from '../../../engine/activity/rowPages.ts';
import { onlyRowSet } from '../../../engine/activity/rowSets.ts';
import { compileTemplate } from '../../../engine/expression/template.ts';
import { onDatabase, prepareQuery } from '../../../engine/activity/sqlExecution.ts';
import type { SqlText } from '../../../engine/activity/sqlFields.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import type { EmailConfig } from './email.kind.ts';

type Run = ExecutorRun<EmailConfig>;
const toldAtMost = 20;

/** Commas part addresses where the template has them: a value that holds some names no recipients of its own. */
function addressesOf({ evaluate, config }: Run, extra: Variables): readonly string[] {
  const compiled = compileTemplate(config.to);
  if (!compiled.ok) throw unfitForMail(compiled.message);
  const written = [''];
  for (const part of compiled.template.parts) {
    const [more = '', ...others] =
      typeof part === 'string' ? part.split(',') : [valueText(evaluate(part.source, extra))];
    written.push((written.pop() ?? '') + more, ...others);
  }
  return written.map(oneAddress);
}

function htmlOf({ evaluate }: Run, source: string, extra: Variables): string {
  const compiled = compileTemplate(source);
  if (!compiled.ok) throw unfitForMail(compiled.message);
  return compiled.template.parts
    .map((part) => (typeof part === 'string' ? part : htmlEscaped(valueText(evaluate(part.source, extra)))))
    .join('');
}

const base64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** What is attached, of which no more than the last is in memory: mails with the same file follow each other. */
class Files {
  readonly #run: Run;
  #last: { readonly key: string; readonly content: Json } | undefined;

  constructor(run: Run) {
    this.#run = run;
  }

  async attachmentOf(extra: Variables): Promise<Pick<Mail, 'attachment'>> {
    const { attachment } = this.#run.config;
    if (attachment === undefined) return {};
    const name = oneLine('The name of the attachment', this.#run.render(attachment.name, extra));
    if (name === '') return {};
    const { content: source, sql } = attachment;
    const content = source === undefined ? await this.#read(sql ?? '', extra) : this.#run.evaluate(source, extra);
    if (typeof content === 'string' && base64.test(content)) return { attachment: { name, base64: content } };
    throw unfitForMail(`The content of the attachment “${name.slice(0, 100)}” is no base64.`);
  }

  async #read(text: SqlText, extra: Variables): Promise<Json> {
    const { config, evaluate, services, task } = this.#run;
    const within = { services, task, evaluate: (source: string) => evaluate(source, extra) };
    const { sql, params } = await prepareQuery(within, text, { params: config.params, tables: {} });
    const key = JSON.stringify(params);
    if (this.#last?.key === key) return this.#last.content;
    this.#last = undefined;
    const [row] = await onDatabase(() => services.sql.all(sql, params, 1));
    const [content = null] = Object.values(row ?? {});
    this.#last = { key, content };
    return content;
  }
}

type MailNames = Pick<Mail, 'key' | 'once'>;

/** What a mail is known by: to the attempts of this task, and, where it has a key, to every instance of the workflow. */
function namesOf({ config, evaluate, workflow, activity }: Run, extra: Variables, key: string): MailNames {
  if (config.key === undefined) return { key };
  const once = valueText(evaluate(config.key, extra));
  if (once.trim() === '') throw unfitForMail('Its key is empty: nobody could tell whether it was sent.');
  return { key, once: JSON.stringify([workflow, activity, once]) };
}

function mailFor(run: Run, extra: Variables): Omit<Mail, 'key'> {
  const { subject, text, html } = run.config;
  return {
    to: addressesOf(run, extra),
    subject: oneLine('The subject', run.render(subject, extra)),
    text: run.render(text, extra),
    ...(html !== undefined && { html: htmlOf(run, html, extra) }),
  };
}

class Sending {
  readonly #run: Run;
  readonly #files: Files;
  readonly #counts = { sent: 0, kept: 0, refused: 0, alreadySent: 0 };
  readonly #faults: string[] = [];

  constructor(run: Run) {
    this.#run = run;
    this.#files = new Files(run);
  }

  async send(extra: Variables, key: string): Promise<void> {
    if (this.#run.signal.aborted)
      throw new ExecutorFailure({ cause: 'cancelled', message: 'No more mails are sent: the task was ended.' });
    this.#counts[await this.#sendOnce(extra, namesOf(this.#run, extra, key))] += 1;
  }

  /** Sends one, unless it is known what became of it: an attempt before this one may have been ended in between. */
  async #sendOnce(extra: Variables, names: MailNames): Promise<KnownMail> {
    const { outbox, outside } = this.#run.services;
    const known = await outbox.mailed(names);
    if (known !== undefined && known !== 'kept') return known;
    const mail = { ...mailFor(this.#run, extra), ...(await this.#files.attachmentOf(extra)), ...names };
    const status = outside.mail.sends ? 'sent' : 'kept';
    if (outside.mail.sends) await outside.mail.send(mail);
    await outbox.note(mail, status);
    return status;
  }

  /** One bad address of many does not keep the others from their mails. */
  async sendToRow(row: Variables, number: number): Promise<void> {
    try {
      await this.send({ row }, `${this.#run.idempotencyKey}/${String(number)}`);
    } catch (error) {
      if (!(error instanceof ExecutorFailure) || error.failure.cause !== 'data') throw error;
      this.#counts.refused += 1;
      if (this.#faults.length < toldAtMost) this.#faults.push(`row ${String(number)}: ${error.message}`);
    }
  }

  outcome(): Outcome {
    const warn = (text: string): JournalLine => ({ level: 'warning', text });
    const { alreadySent, ...counts } = this.#counts;
    const { kept } = counts;
    const journal: JournalLine[] = this.#faults.map((fault) => warn(`Not sent, ${fault}`));
    if (kept > 0)
      journal.push(warn(`${String(kept)} not sent but kept in the outbox: there is no SIGNALBOX_SMTP_URL.`));
    if (alreadySent > 0)
      journal.push({
        level: 'info',
        text: `${String(alreadySent)} not sent again: what has their keys was sent before.`,
      });
    return { vars: { ...counts, ...(this.#run.config.key !== undefined && { alreadySent }) }, journal };
  }
}

async function execute(run: Run): Promise<Outcome> {
  const sending = new Sending(run);
  if (!run.config.each) {
    await sending.send({}, run.idempotencyKey);
    return sending.outcome();
  }
  const rows = await onlyRowSet(run);
  let number = 0;
  for await (const page of rowPages(run.services.sql, rows, rows.columns))
    for (const row of page) {
      number += 1;
      await sending.sendToRow({ ...row }, number);
    }
  return sending.outcome();
}

export const emailExecutor: Executor<EmailConfig> = { kind: 'email', execute };
