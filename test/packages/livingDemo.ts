import { readDone, together, type DoneByWorkflow, type Span } from './doneByWorkflow.ts';
import type { EngineRun } from './engineRun.ts';

const hourMs = 3_600_000;

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
    // What no schedule begins: somebody has written to a forum.
    await engine.signal('forumMessage');
    await engine.liveUntil(span.untilMs - 1);
    const done = await readDone(engine.knex, span);
    all = together(all, done);
    onDay?.(hour / 24 + 1, done);
  }
  return all;
}
