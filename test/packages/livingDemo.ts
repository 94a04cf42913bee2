import { daysBefore, type DemoDay } from '../../definitions/packages/demoData/demoDay.ts';
import * as delivery from '../../definitions/packages/delivery/demo/day.ts';
import * as distributed from '../../definitions/packages/distributed-marketing/demo/day.ts';
import * as campaigns from '../../definitions/packages/marketing-campaigns/demo/day.ts';
import * as resources from '../../definitions/packages/marketing-resources/demo/day.ts';
import * as privacy from '../../definitions/packages/privacy-data-protection-regulation/demo/day.ts';
import {
  clientOf,
  connectDeliverability,
  createDeliverabilityService,
  type DeliverabilityService,
} from './delivery/deliverabilityService.ts';
import { readDone, together, type DoneByWorkflow, type Span } from './doneByWorkflow.ts';
import { openEngine, type EngineRun } from './engineRun.ts';
import { leavePaused, leftPaused } from './workSituations.ts';

const hourMs = 3_600_000;

/** The packages whose work comes from people, and not from dates that the demo data hold already. */
const days = [delivery, campaigns, resources, distributed, privacy];

/** The demo data in an engine, and the deliverability service that it reaches. */
export interface LivingDemo {
  readonly engine: EngineRun;
  readonly service: DeliverabilityService;
}

/** @param workflows those that are there; all that are shipped, unless some are named. */
export async function openLivingDemo(
  beginMs: number,
  demoScale: number,
  workflows?: readonly string[],
): Promise<LivingDemo> {
  const service = createDeliverabilityService();
  const outside = { http: clientOf(service) };
  const engine = await openEngine(beginMs, demoScale, { outside, ...(workflows && { workflows }) });
  await connectDeliverability(engine.knex);
  return { engine, service };
}

/** How long the demo data live. */
export interface Life {
  readonly beginMs: number;
  readonly hours: number;
  /** Hears at the end of each day. */
  readonly onDay?: (day: number, done: readonly DoneByWorkflow[]) => void;
}

/** Lets time pass over the demo data, and answers what each workflow did; it is read each day, because what is old is purged. */
export async function live(demo: LivingDemo, { beginMs, hours, onDay }: Life): Promise<readonly DoneByWorkflow[]> {
  const { engine } = demo;
  let all: readonly DoneByWorkflow[] = [];
  for (let hour = 0; hour < hours; hour += 24) {
    const span: Span = { fromMs: beginMs + hour * hourMs, untilMs: beginMs + Math.min(hour + 24, hours) * hourMs };
    await beginDay(demo, { day: hour / 24 + 1, nowMs: span.fromMs });
    await engine.liveUntil(span.untilMs - 1);
    const done = (await readDone(engine.knex, span)).filter(({ workflow }) => workflow !== leftPaused.name);
    all = together(all, done);
    onDay?.(hour / 24 + 1, done);
  }
  return all;
}

/** Since yesterday the service has heard of one who wants no mails, and of a bounce. */
function hearOf({ lists, state }: DeliverabilityService, day: DemoDay): void {
  const { day: number } = day;
  lists['suppressions']?.push({ address: `gone.${String(number)}@example.org`, reason: 'asked' });
  const text = `451 greylisted on day ${String(number)}`;
  state.messages = [{ text, failure_reason: 3, qualification: 'keep', modified_at: daysBefore(day, 0.1) }];
}

/** What people do: rows that they write, an instance that somebody forgets, and a message to a forum, which no schedule begins. */
async function beginDay(
  { engine, service }: LivingDemo,
  { day, nowMs }: { readonly day: number; readonly nowMs: number },
): Promise<void> {
  await engine.until(nowMs);
  await engine.knex.transaction(async (knex) => {
    for (const { liveDay } of days) await liveDay({ knex, day, now: new Date(nowMs) });
  });
  hearOf(service, { knex: engine.knex, day, now: new Date(nowMs) });
  if (day === 1) await leavePaused(engine);
  await engine.signal('forumMessage');
}
