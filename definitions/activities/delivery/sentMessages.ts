import { ExecutorFailure, type Row } from '../../../engine/activity/executor.ts';
import { MailFailure } from '../../../engine/activity/mailFailure.ts';
import { oneAddress, oneLine, valueText } from '../../../engine/activity/mailText.ts';
import type { Mail } from '../../../engine/activity/outside.ts';
import { ExpressionFailure } from '../../../engine/expression/expressionFailure.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import { messageStatus, type MessageStatus } from './audiences.ts';
import { textOf, type Run } from './deliverySql.ts';
import { fillHtml, fillSubject, fillText, sourcesOf, withPixel, type Filling } from './messageContent.ts';
import { keepMirrorPage } from './mirrorPages.ts';
import { claim, closedAddresses, noteFates, type Fate, type Message, type MessageLog } from './messageLog.ts';
import type { DeliveryContent } from './deliveryContent.ts';
import type { ReadyDelivery } from './readyDeliveries.ts';

/** As many as connections are kept to the mail server. */
const lanes = 5;
/** In a row: then it is the server and not the addresses. */
const failuresAtMost = 10;

const status = messageStatus;

/** What a batch of messages is sent with. */
export interface Sending {
  readonly run: Run;
  readonly log: MessageLog;
  readonly delivery: ReadyDelivery;
  readonly content: DeliveryContent;
}

/** A message with the mail that carries it. */
interface Written {
  readonly id: string;
  readonly mail: Mail;
}

const because = (id: string, state: MessageStatus, text: string, reason = 0): Fate => ({
  id,
  status: state,
  why: { text, reason },
});

/** The context of an event is JSON where whoever sent it wrote some. */
function contextOf(target: Row): Json {
  try {
    // It is JSON: that is what is tried.
    return JSON.parse(textOf(target['context'])) as Json;
  } catch {
    return null;
  }
}

/** What the expressions of a content know of a message. */
function namesFor({ run, delivery }: Sending, { token, target }: Message): Variables {
  const person = { ...target, ...(delivery.audience.name === 'event' && target && { data: contextOf(target) }) };
  return {
    [delivery.audience.name]: person,
    delivery: { id: delivery.id, label: delivery.label },
    mirrorPage: `${run.services.outside.publicUrl}/m/${token}`,
  };
}

function fillingFor(sending: Sending, message: Message): Filling {
  const { run, content } = sending;
  const names = namesFor(sending, message);
  return {
    value: (source) => valueText(run.evaluate(source, names)),
    link: (address) => {
      const number = content.links.get(address);
      return number === undefined ? address : `${run.services.outside.publicUrl}/r/${message.token}-${number}`;
    },
  };
}

function mailFor(sending: Sending, message: Message, filling: Filling): Mail {
  const { run, delivery, content } = sending;
  const { html } = content.parts;
  const opened = `${run.services.outside.publicUrl}/o/${message.token}-${content.openLink}`;
  return {
    to: [oneAddress(textOf(message.target?.['email']))],
    subject: oneLine('The subject', fillSubject(content.parts, filling)),
    text: fillText(content.parts, filling),
    ...(html && { html: withPixel(fillHtml(html, filling), opened) }),
    ...(content.sender !== '' && { from: content.sender }),
    key: `delivery/${delivery.audience.log}/${message.id}`,
  };
}

/** Why a message is left out now, although it is in the log. */
function leftOut({ delivery }: Sending, { id, target }: Message, closed: ReadonlySet<string>): Fate | undefined {
  if (!target) return because(id, status.ignored, 'Whom it is for is no more');
  const { denied } = delivery.audience;
  if (denied !== undefined && Number(target[denied]) !== 0) return because(id, status.ignored, 'Denylisted', 8);
  const address = textOf(target['email']);
  const isClosed = closed.has(address) || closed.has(address.toLowerCase());
  return isClosed ? because(id, status.ignored, 'Address in quarantine') : undefined;
}

/** Writes a message; answers what became of it where it cannot be written. */
async function write(sending: Sending, message: Message): Promise<Written | Fate> {
  const { log, delivery, content } = sending;
  try {
    const filling = fillingFor(sending, message);
    const mail = mailFor(sending, message, filling);
    if (content.hasMirrorPage) await keepMirrorPage(log.db, delivery.id, message, valuesOf(content, filling));
    return { id: message.id, mail };
  } catch (error) {
    if (error instanceof ExpressionFailure)
      return because(message.id, status.failed, `It cannot be written: ${error.message.slice(0, 200)}`);
    // Its message holds the value: there would be as many texts as people.
    if (error instanceof ExecutorFailure && error.failure.cause === 'data')
      return because(message.id, status.failed, 'Its address or its subject cannot be used');
    throw error;
  }
}

const valuesOf = ({ parts }: DeliveryContent, { value }: Filling): Readonly<Record<string, string>> =>
  Object.fromEntries(
    sourcesOf(parts)
      .filter((source) => source !== 'mirrorPage')
      .map((source) => [source, value(source)]),
  );

const reasonsOfReplies: readonly (readonly [RegExp, number])[] = [
  [/ 5\.1\.1$/, 1],
  [/ 5\.1\.2$/, 2],
  [/ 5\.2\.1$/, 4],
  [/ 5\.2\.2$/, 5],
];
const refused = 20;

/** The text is the bare reply: rules for bounces begin with its code. */
function fateOf(id: string, failure: MailFailure): Fate {
  const { fate, reply = 'The mail server did not answer' } = failure;
  if (fate === 'unknown')
    return because(id, status.doubtful, 'The mail server was gone before it answered: it may have been sent');
  if (fate === 'notSent') return because(id, status.prepared, reply);
  const [, reason = refused] = reasonsOfReplies.find(([pattern]) => pattern.test(reply)) ?? [];
  return because(id, status.failed, reply, reason);
}

/** Where there is no mail server. */
async function keep({ services: { outbox } }: Run, written: readonly Written[]): Promise<readonly Fate[]> {
  for (const { mail } of written) await outbox.note(mail, 'kept');
  return written.map(({ id }) => ({ id, status: status.kept }));
}

/** Hands one over; what it came to is known when this answers. */
async function handOver({ services: { outside } }: Run, { id, mail }: Written): Promise<Fate> {
  try {
    await outside.mail.send(mail);
    return { id, status: status.sent };
  } catch (error) {
    if (error instanceof MailFailure) return fateOf(id, error);
    throw error;
  }
}

const isFate = (written: Written | Fate): written is Fate => 'status' in written;
const isWritten = (written: Written | Fate): written is Written => 'mail' in written;

/** What came of a batch. */
export interface Batch {
  readonly retried: number;
  readonly bytes: number;
  /** The server took none of the last ones. */
  readonly isServerGone: boolean;
}

/** Sends messages, some at a time, each noted before the next ones: those that were begun are brought to their end. */
export async function sendMessages(sending: Sending, messages: readonly Message[]): Promise<Batch> {
  const { run, log, delivery } = sending;
  const addresses = messages.flatMap(({ target }) => (target ? [textOf(target['email'])] : []));
  const closed = await closedAddresses(log.db, [...new Set(addresses)]);
  const batch = { retried: 0, bytes: 0, inARow: 0 };
  for (let at = 0; at < messages.length && batch.inARow < failuresAtMost; at += lanes) {
    if (run.signal.aborted) break;
    const written: (Written | Fate)[] = [];
    for (const message of messages.slice(at, at + lanes))
      written.push(leftOut(sending, message, closed) ?? (await write(sending, message)));
    const ready = written.filter(isWritten);
    await noteFates(log, delivery.audience, written.filter(isFate));
    const fates = await sendClaimed(sending, ready);
    const retried = fates.filter((fate) => fate.status === status.prepared).length;
    batch.retried += retried;
    batch.inARow = retried === fates.length ? batch.inARow + retried : 0;
    batch.bytes += bytesOf(ready, fates);
  }
  return { ...batch, isServerGone: batch.inARow >= failuresAtMost };
}

async function sendClaimed({ run, log, delivery }: Sending, ready: readonly Written[]): Promise<readonly Fate[]> {
  if (ready.length === 0) return [];
  const claimed = await claim(
    log,
    delivery.audience,
    ready.map(({ id }) => id),
  );
  const ours = ready.filter(({ id }) => claimed.has(id));
  const { sends } = run.services.outside.mail;
  const fates = sends ? await Promise.all(ours.map((each) => handOver(run, each))) : await keep(run, ours);
  await noteFates(log, delivery.audience, fates);
  return fates;
}

function bytesOf(written: readonly Written[], fates: readonly Fate[]): number {
  const sent = new Set(fates.flatMap((fate) => (fate.status === status.sent ? [fate.id] : [])));
  return written
    .filter(({ id }) => sent.has(id))
    .reduce((sum, { mail }) => sum + Buffer.byteLength(mail.text) + Buffer.byteLength(mail.html ?? ''), 0);
}
