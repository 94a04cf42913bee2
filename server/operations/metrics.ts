import { mailStatusSchema, type MailStatus } from '../contract/outbox.ts';
import type { WorkerLife, WorkerStatus } from '../processes/workerLink.ts';
import { requireRight, type Actor } from './actor.ts';
import type { EngineFigures, Waiting } from './ports/metricReads.ts';
import type { Resources } from './resources.ts';

/** How it stands with everything at an instant. */
export interface Figures extends EngineFigures {
  readonly atMs: number;
  readonly waiting: readonly Waiting[];
  readonly mails: ReadonlyMap<MailStatus, number>;
  readonly worker: WorkerLife & { readonly status: WorkerStatus };
  /** How long reading them took. */
  readonly readMs: number;
}

/** Rows get their numbers before they are committed: after this long none comes that has a smaller one. */
const settledAfterMs = 60_000;

/**
 * Counts mails by what became of them, from the first asking on, without a look at those that were counted long ago. One
 * that is sent in the end was refused before: a counter only grows.
 */
function createMailCount({ lastMail, mailsAfter }: Pick<Resources['engine'], 'lastMail' | 'mailsAfter'>) {
  const settled = new Map<MailStatus, number>();
  const seen = new Map<MailStatus, number>();
  const total = new Map<MailStatus, number>();
  const marks: { settledId?: number; mark?: { readonly id: number; readonly atMs: number } } = {};
  const settle = async (fromId: number, nowMs: number): Promise<number> => {
    const mark = (marks.mark ??= { id: await lastMail(), atMs: nowMs });
    if (nowMs - mark.atMs < settledAfterMs) return fromId;
    for (const { status, count } of await mailsAfter(fromId, mark.id))
      settled.set(status, (settled.get(status) ?? 0) + count);
    marks.mark = { id: await lastMail(), atMs: nowMs };
    return mark.id;
  };
  return async (nowMs: number): Promise<ReadonlyMap<MailStatus, number>> => {
    marks.settledId = await settle(marks.settledId ?? (await lastMail()), nowMs);
    const after = new Map((await mailsAfter(marks.settledId)).map(({ status, count }) => [status, count]));
    for (const status of mailStatusSchema.options) {
      const count = (settled.get(status) ?? 0) + (after.get(status) ?? 0);
      total.set(status, (total.get(status) ?? 0) + Math.max(0, count - (seen.get(status) ?? 0)));
      seen.set(status, count);
    }
    return new Map(total);
  };
}

/** What is measured; whoever may see instances may see it. */
export function createMetricOperations({ engine, inbox, worker, clock }: Resources) {
  const mails = createMailCount(engine);
  const reading: { now?: Promise<Figures> } = {};
  const read = async (): Promise<Figures> => {
    const beganMs = performance.now();
    const atMs = clock.nowMs();
    return {
      atMs,
      ...(await engine.figures(atMs)),
      waiting: await inbox.waiting.after(await engine.takenOver()),
      mails: await mails(atMs),
      worker: { status: worker.status(), ...worker.life() },
      readMs: performance.now() - beganMs,
    };
  };
  return {
    /** Who asks while it is being read gets the same: asking often costs no more. */
    figures: (actor: Actor): Promise<Figures> => {
      requireRight(actor, 'view');
      reading.now ??= read().finally(() => {
        delete reading.now;
      });
      return reading.now;
    },
  };
}
