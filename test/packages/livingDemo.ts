import * as delivery from '../../definitions/packages/delivery/demo/day.ts';
import * as distributed from '../../definitions/packages/distributed-marketing/demo/day.ts';
import * as campaigns from '../../definitions/packages/marketing-campaigns/demo/day.ts';
import * as resources from '../../definitions/packages/marketing-resources/demo/day.ts';
import * as privacy from '../../definitions/packages/privacy-data-protection-regulation/demo/day.ts';
import { readDone, together, type DoneByWorkflow, type Span } from './doneByWorkflow.ts';
import type { EngineRun } from './engineRun.ts';
import { leavePaused, leftPaused } from './workSituations.ts';

const hourMs = 3_600_000;

/** The packages whose work comes from people, and not from dates that the demo data hold already. */
const days = [delivery, campaigns, resources, distributed, privacy];

/** How long the demo data live. */
export interface Life {
  readonly beginMs: number;
  readonly hours: number;
  /** Hears at the end of each day. */
  readonly onDay?: (day: number, done: readonly DoneByWorkflow[]) => void;
}

/** Lets time pass over the demo data, and answers what each workflow did; it is read each day, because what is old is purged. */
export async function live(engine: EngineRun, { beginMs, hours, onDay }: Life): Promise<readonly DoneByWorkflow[]> {
  let all: readonly DoneByWorkflow[] = [];
  for (let hour = 0; hour < hours; hour += 24) {
    const span: Span = { fromMs: beginMs + hour * hourMs, untilMs: beginMs + Math.min(hour + 24, hours) * hourMs };
    await beginDay(engine, { day: hour / 24 + 1, nowMs: span.fromMs });
    await engine.liveUntil(span.untilMs - 1);
    const done = (await readDone(engine.knex, span)).filter(({ workflow }) => workflow !== leftPaused.name);
    all = together(all, done);
    onDay?.(hour / 24 + 1, done);
  }
  return all;
}

/** What people do: rows that they write, an instance that somebody forgets, and a message to a forum, which no schedule begins. */
async function beginDay(
  engine: EngineRun,
  { day, nowMs }: { readonly day: number; readonly nowMs: number },
): Promise<void> {
  await engine.until(nowMs);
  await engine.knex.transaction(async (knex) => {
    for (const { liveDay } of days) await liveDay({ knex, day, now: new Date(nowMs) });
  });
  if (day === 1) await leavePaused(engine);
  await engine.signal('forumMessage');
}
