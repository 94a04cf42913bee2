import { ExecutorFailure, type Executor, type Outcome } from '../../../engine/activity/executor.ts';
import type { JournalLine } from '../../../engine/activity/kind.ts';
import { audiences, deliveryState, messageStatus } from './audiences.ts';
import { parseDuration } from '../../../engine/model/duration.ts';
import type { DeliveryConfig } from './delivery.kind.ts';
import { deliveryContent, type DeliveryContent } from './deliveryContent.ts';
import { idOf, openDeliverySql, type DeliverySql, type Run } from './deliverySql.ts';
import { countFates, hasMessages, hasWork, markDoubtful, nextMessages, type MessageLog } from './messageLog.ts';
import { prepareMessages } from './preparedMessages.ts';
import {
  countDelivery,
  deliveryAsked,
  logDelivery,
  moveDelivery,
  readyDeliveries,
  requireDeliveries,
  requireSetGoing,
  withoutContent,
  type ReadyDelivery,
} from './readyDeliveries.ts';
import { sendMessages, type Batch } from './sentMessages.ts';

const attemptOf = ({ idempotencyKey }: Run, attempt: number): string => `${idempotencyKey}#${String(attempt)}`;

function messageLog(run: Run, db: DeliverySql): MessageLog {
  const { attempt } = run.task;
  const former = Array.from({ length: Math.max(0, attempt - 1) }, (_, index) => attemptOf(run, index + 1));
  return { db, by: attemptOf(run, attempt), former };
}

/** One that cannot be read keeps no other waiting: it is paused, and says why. */
async function contentOf(db: DeliverySql, delivery: ReadyDelivery): Promise<DeliveryContent | undefined> {
  try {
    return await deliveryContent(db, delivery);
  } catch (error) {
    if (!(error instanceof ExecutorFailure) || error.failure.cause !== 'data') throw error;
    await logDelivery(db, delivery.id, `Paused, since what it says cannot be read. ${error.message}`);
    await moveDelivery(db, delivery.id, { from: deliveryState.inProgress, to: deliveryState.paused });
    return undefined;
  }
}

/** Puts its messages into its log, a part a round; answers how many were looked at, 0 when it has begun or cannot. */
async function prepare(run: Run, log: MessageLog, delivery: ReadyDelivery): Promise<number | 'forNobody'> {
  const { db } = log;
  const count = await prepareMessages(db, delivery);
  if (count > 0) return count;
  if (!delivery.isContinuous && !(await hasMessages(log, delivery))) return 'forNobody';
  const { startPending: from, inProgress: to } = deliveryState;
  if (await moveDelivery(db, delivery.id, { from, to, dated: 'broad_start_at' }))
    await logDelivery(db, delivery.id, 'The delivery has started');
  return 0;
}

async function noteBatch(db: DeliverySql, { id }: ReadyDelivery, { retried, bytes }: Batch): Promise<void> {
  if (retried + bytes > 0)
    await db.run(
      `UPDATE nms_delivery SET retried = retried + ${String(retried)}, bytes = bytes + ${String(bytes)} WHERE delivery_id = ${id}`,
    );
}

async function finish(db: DeliverySql, delivery: ReadyDelivery): Promise<void> {
  const open = await countDelivery(db, delivery);
  if (open > 0 || delivery.isContinuous) return;
  const { inProgress: from, finished: to } = deliveryState;
  if (await moveDelivery(db, delivery.id, { from, to, dated: 'broad_end_at' }))
    await logDelivery(db, delivery.id, 'The delivery has finished');
}

const serverGone = new ExecutorFailure({
  cause: 'transient',
  message: 'The mail server takes no mails now.',
  hint: 'See SIGNALBOX_SMTP_URL and the mail server; executing it again goes on where it was.',
});

const cancelled = new ExecutorFailure({
  cause: 'cancelled',
  message: 'No more mails are sent: the task was ended.',
});

async function sendBatch(run: Run, log: MessageLog, delivery: ReadyDelivery): Promise<number> {
  const { db } = log;
  const doubtful = await markDoubtful(log, delivery);
  if (doubtful > 0)
    await logDelivery(db, delivery.id, `Of ${String(doubtful)} messages nobody knows whether they were sent`);
  const content = await contentOf(db, delivery);
  if (!content) return 0;
  const messages = await nextMessages(log, delivery, run.config.batch);
  const batch = await sendMessages({ run, log, delivery, content }, messages);
  await noteBatch(db, delivery, batch);
  await finish(db, delivery);
  if (run.signal.aborted) throw cancelled;
  if (batch.isServerGone) throw serverGone;
  return messages.length + doubtful;
}

/** A part of what there is to do. */
interface Part {
  /** How many messages it was about: 0 where nothing is left. */
  readonly rows: number;
  /** Where nothing is left: those that would begin if they were for somebody. */
  readonly forNobody: readonly ReadyDelivery[];
}

async function nextPart(run: Run, log: MessageLog, asked: string | undefined): Promise<Part> {
  const forNobody: ReadyDelivery[] = [];
  for (const delivery of await readyDeliveries(log.db, asked, run.config.only)) {
    const prepared = delivery.isPending ? await prepare(run, log, delivery) : 0;
    if (prepared === 'forNobody') {
      forNobody.push(delivery);
      continue;
    }
    if (prepared > 0) return { rows: prepared, forNobody: [] };
    if (!(await hasWork(log, delivery))) {
      // Also one whose last messages were sent by a worker that died before it said so.
      if (delivery.isPending || run.round === 0) await finish(log.db, delivery);
      continue;
    }
    const sent = await sendBatch(run, log, delivery);
    if (sent > 0) return { rows: sent, forNobody: [] };
  }
  return { rows: 0, forNobody };
}

/** Pauses a delivery that would say it has finished without having sent anything; answers its name, or nothing. */
async function pauseForNobody(db: DeliverySql, { id, label }: ReadyDelivery): Promise<readonly string[]> {
  const { startPending: from, paused: to } = deliveryState;
  if (!(await moveDelivery(db, id, { from, to }))) return [];
  await logDelivery(
    db,
    id,
    'Paused, since it is for nobody: it has no message, and no list of which anybody is to get one.',
  );
  return [`${id} (${label})`];
}

const toldAtMost = 20;
const warning = (text: string): JournalLine => ({ level: 'warning', text });

async function doubtfulLines({ db, by, former }: MessageLog, counted: number): Promise<readonly JournalLine[]> {
  if (counted === 0) return [];
  const keys = Object.fromEntries([...former, by].map((key, index) => [`k${String(index)}`, key]));
  const lines: JournalLine[] = [];
  for (const { log } of audiences.filter((audience) => db.tables.has(audience.log))) {
    const rows = await db.all(
      `SELECT broad_log_id, delivery_id FROM ${log} WHERE status = ${String(messageStatus.doubtful)}
       AND sending_by IN (${Object.keys(keys)
         .map((key) => `:${key}`)
         .join(', ')})
       ORDER BY broad_log_id LIMIT ${String(toldAtMost)}`,
      keys,
    );
    for (const row of rows)
      lines.push(
        warning(
          `Nobody knows whether message ${idOf(row['broad_log_id'])} of delivery ${idOf(row['delivery_id'])} was sent; it is not sent again.`,
        ),
      );
  }
  return lines.slice(0, toldAtMost);
}

/** How a task ends. */
interface Ending {
  readonly unwritten: readonly string[];
  readonly forNobody: readonly string[];
  readonly isCutShort: boolean;
}

/** Something is done in any case: however brief the time, deliveries come to their end. */
function isTimeUp({ config, round, nowMs, clockMs }: Run): boolean {
  const limitMs = config.stopAfter === undefined ? undefined : parseDuration(config.stopAfter);
  return limitMs !== undefined && round > 0 && clockMs() - nowMs >= limitMs;
}

/** What came of the task in all its attempts and rounds. */
async function outcome(log: MessageLog, { unwritten, forNobody, isCutShort }: Ending): Promise<Outcome> {
  const counts = new Map<number, number>();
  for (const audience of audiences.filter((each) => log.db.tables.has(each.log)))
    for (const [status, messages] of await countFates(log, audience))
      counts.set(status, (counts.get(status) ?? 0) + messages);
  const of = (status: number): number => counts.get(status) ?? 0;
  const { sent, kept, failed, ignored, doubtful, prepared } = messageStatus;
  const told = { sent: of(sent), kept: of(kept), failed: of(failed), ignored: of(ignored), doubtful: of(doubtful) };
  const recordCount = Object.values(told).reduce((sum, count) => sum + count, 0);
  const vars = { recordCount, ...told, waiting: of(prepared) };
  const journal = [
    ...unwritten.slice(0, toldAtMost).map((delivery) => warning(`Nobody has written what delivery ${delivery} says.`)),
    ...forNobody.slice(0, toldAtMost).map((delivery) => warning(`Delivery ${delivery} is for nobody: it is paused.`)),
    ...(await doubtfulLines(log, vars.doubtful)),
    ...(vars.kept > 0
      ? [warning(`${String(vars.kept)} not sent but kept in the outbox: there is no SIGNALBOX_SMTP_URL.`)]
      : []),
    ...(isCutShort ? [{ level: 'info' as const, text: 'The time is up: what is left is sent the next time.' }] : []),
    ...(vars.waiting > 0 ? [warning(`${String(vars.waiting)} were not taken now and wait for the next time.`)] : []),
  ];
  return { vars, recordCount, roundRows: 0, journal };
}

async function execute(run: Run): Promise<Outcome> {
  const db = await openDeliverySql(run);
  requireDeliveries(db);
  const log = messageLog(run, db);
  const asked = deliveryAsked(run);
  if (run.round === 0) await requireSetGoing(db, asked);
  if (run.signal.aborted) throw cancelled;
  const end = async (forNobody: readonly string[], isCutShort: boolean): Promise<Outcome> =>
    outcome(log, { unwritten: await withoutContent(db, asked), forNobody, isCutShort });
  if (isTimeUp(run)) return end([], true);
  const { rows: roundRows, forNobody } = await nextPart(run, log, asked);
  if (roundRows > 0) return { roundRows };
  // Only now: the journal takes what the last round says.
  const paused: string[] = [];
  for (const delivery of forNobody) paused.push(...(await pauseForNobody(db, delivery)));
  return end(paused, false);
}

export const deliveryExecutor: Executor<DeliveryConfig> = { kind: 'delivery', execute };
