import { mostBackfilled } from '../../engine/core/backfill.ts';
import { requestIdSchema } from '../../engine/model/ids.ts';
import { instantOf } from '../../engine/time/nextFiring.ts';
import { firingsWithin, type TimeRange } from '../../engine/time/range.ts';
import { parseWrittenTime, type WrittenTime } from '../../engine/time/schedule.ts';
import type { PageQuery } from '../contract/lists.ts';
import type { FieldError } from '../contract/problemDetails.ts';
import type { Request } from '../contract/requests.ts';
import type { BackfillBody, BackfillPlan, BackfillView, FiringQuery, FiringRow } from '../contract/schedules.ts';
import { requireRight, type Actor } from './actor.ts';
import { requireWorkflowRight } from './lifeCycle.ts';
import { rangeOf } from './paging.ts';
import { isoOf } from './ports/clock.ts';
import type { Page } from './ports/inbox.ts';
import { invalid, notFound, stateConflict } from './requestError.ts';
import { ask, refuseUnlessPending } from './requests.ts';
import type { Resources } from './resources.ts';
import { schedulersOf, type Scheduler } from './schedulers.ts';

const dayMs = 86_400_000;
const shownFirings = 1_000;
const rights = { right: 'start', technical: 'startTechnical' } as const;

async function requireScheduler(
  { inbox, kinds }: Resources,
  workflow: string,
  activity: string | undefined,
): Promise<Scheduler> {
  const version = (await inbox.workflows.find(workflow))?.version ?? 0;
  const definition = (await inbox.versions.find(workflow, version))?.definition;
  if (!definition) throw stateConflict('draft', `${workflow} has no published version yet: publish its draft first.`);
  const schedulers = schedulersOf(kinds, definition);
  const found = schedulers.filter((one) => activity === undefined || one.activity === activity);
  const [first, second] = found;
  if (first && !second) return first;
  const names = schedulers.map((one) => one.activity).join(', ');
  const message = second ? 'The workflow has several schedulers.' : 'The workflow has no such scheduler.';
  throw invalid([{ pointer: '/activity', message, hint: names === '' ? 'It has none.' : `It has ${names}.` }]);
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
const timeHint = 'Write 2026-01-31, 2026-01-31T04:00 or 2026-01-31T04:00:00Z.';

/** A day as the end of a range is whole: the range ends where the next one begins. */
function endOf(text: string, time: WrittenTime, timeZone: string): number {
  return instantOf(isDay(text) && 'wallMs' in time ? { wallMs: time.wallMs + dayMs } : time, timeZone);
}

function rangeFor({ from, to }: BackfillBody, { timeZone }: Scheduler, nowMs: number): TimeRange {
  const [first, last] = [parseWrittenTime(from), parseWrittenTime(to)];
  const faults = [
    { pointer: '/from', text: from, time: first },
    { pointer: '/to', text: to, time: last },
  ].flatMap(({ pointer, text, time }): FieldError[] =>
    time ? [] : [{ pointer, message: `"${text}" is no date and time.`, hint: timeHint }],
  );
  if (!first || !last) throw invalid(faults);
  const range = { fromMs: instantOf(first, timeZone), untilMs: Math.min(endOf(to, last, timeZone), nowMs) };
  if (range.fromMs < range.untilMs) return range;
  const hint = 'Only what is past can be made up for, and "from" comes before "to".';
  throw invalid([{ pointer: '/from', message: 'The range is empty.', hint }]);
}

async function plan(
  resources: Resources,
  workflow: string,
  body: BackfillBody,
): Promise<{ readonly plan: BackfillPlan; readonly range: TimeRange; readonly scheduler: Scheduler }> {
  const scheduler = await requireScheduler(resources, workflow, body.activity);
  const range = rangeFor(body, scheduler, resources.clock.nowMs());
  const firings = firingsWithin(scheduler.schedule, scheduler.timeZone, range, mostBackfilled);
  if (firings.length > mostBackfilled) {
    const message = `There are more than ${mostBackfilled} firings in that range.`;
    throw invalid([{ pointer: '/to', message, hint: 'Make up for it in several parts.' }]);
  }
  const { activity, timeZone } = scheduler;
  const times = { from: isoOf(range.fromMs), to: isoOf(range.untilMs), total: firings.length };
  const dueAt = firings.slice(0, shownFirings).map(isoOf);
  return { plan: { workflow, activity, timeZone, ...times, dueAt }, range, scheduler };
}

/** Firings of the past that begin one after another: who may run the workflow now may make up for them. */
async function start(resources: Resources, actor: Actor, workflow: string, body: BackfillBody): Promise<Request> {
  await requireWorkflowRight(resources, actor, workflow, rights);
  const { range, scheduler } = await plan(resources, workflow, body);
  const payload = { operation: 'backfill' as const, activity: scheduler.activity, ...range };
  return ask(resources, actor, { payload, workflow, instance: null });
}

async function find({ engine }: Resources, id: string): Promise<BackfillView> {
  const backfill = await engine.backfill(id);
  if (!backfill) throw notFound('backfill', id);
  return backfill;
}

async function stop(resources: Resources, actor: Actor, id: string): Promise<Request> {
  const { workflow, status } = await find(resources, id);
  await requireWorkflowRight(resources, actor, workflow, rights);
  if (status !== 'running')
    await refuseUnlessPending(resources, { workflow }, { state: status, detail: `The backfill is ${status}.` });
  const payload = { operation: 'stopBackfill' as const, backfill: requestIdSchema.parse(id) };
  return ask(resources, actor, { payload, workflow, instance: null });
}

export const createBackfillOperations = (resources: Resources) => ({
  plan: async (actor: Actor, workflow: string, body: BackfillBody): Promise<BackfillPlan> => {
    await requireWorkflowRight(resources, actor, workflow, rights);
    return (await plan(resources, workflow, body)).plan;
  },
  start: (actor: Actor, workflow: string, body: BackfillBody) => start(resources, actor, workflow, body),
  stop: (actor: Actor, id: string) => stop(resources, actor, id),
  get: async (actor: Actor, id: string): Promise<BackfillView> => {
    requireRight(actor, 'view');
    return find(resources, id);
  },
  list: async (actor: Actor, workflow: string, query: PageQuery): Promise<Page<BackfillView>> => {
    requireRight(actor, 'view');
    return resources.engine.backfills(workflow, rangeOf(query));
  },
  firings: async (actor: Actor, query: FiringQuery): Promise<Page<FiringRow>> => {
    requireRight(actor, 'view');
    return resources.engine.firingRows(query, rangeOf(query));
  },
});
