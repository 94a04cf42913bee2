import type { Definition } from '../../../engine/model/definition.ts';
import type { Agenda, AgendaQuery, ScheduleQuery, ScheduleView } from '../../contract/agenda.ts';
import type { WorkflowStatus } from '../../contract/workflows.ts';
import { requireRight, type Actor } from '../actor.ts';
import { explainSchedule, type ScheduleFacts } from '../explain/explainSchedule.ts';
import { unfinishedOf } from '../explain/explanations.ts';
import { pageInMemory } from '../paging.ts';
import { isoOrNull } from '../ports/clock.ts';
import type { StoredSchedule } from '../ports/engineReader.ts';
import type { Page } from '../ports/inbox.ts';
import type { Resources } from '../resources.ts';
import { schedulersOf, type Scheduler } from '../schedulers.ts';
import { agendaOf } from './agenda.ts';

/** A scheduler with how its workflow stands. */
interface Placed extends Scheduler {
  readonly workflow: string;
  readonly definition: Definition;
  readonly status: WorkflowStatus;
  readonly held: boolean;
  readonly stored: StoredSchedule;
}

const neverStarted = { status: 'draft', scheduleHeld: false } as const;

/** The schedulers of all newest versions, by workflow; three reads, however many there are. */
async function placedSchedulers({ inbox, engine, kinds }: Resources): Promise<readonly Placed[]> {
  const [workflows, states, stored] = await Promise.all([
    inbox.workflows.list(),
    engine.workflowStates(),
    engine.allSchedules(),
  ]);
  const stateOf = new Map(states.map((state) => [state.workflow, state]));
  const versions = await Promise.all(workflows.map(({ name, version }) => inbox.versions.find(name, version)));
  return versions.flatMap((version) => {
    if (!version) return [];
    const { workflow, definition } = version;
    const { status, scheduleHeld: held } = stateOf.get(workflow) ?? neverStarted;
    const own = stored.get(workflow);
    return schedulersOf(kinds, definition).map((scheduler) => ({
      ...{ ...scheduler, workflow, definition, status, held },
      stored: own?.get(scheduler.activity) ?? { runs: 0 },
    }));
  });
}

/** Whether it will fire by itself. */
const isArmed = ({ status, held, stored }: Placed): boolean =>
  status === 'started' && !held && stored.dueAtMs !== undefined;

function isWanted(placed: Placed, { workflow, activity, state }: ScheduleQuery): boolean {
  if (workflow !== undefined && placed.workflow !== workflow) return false;
  if (activity !== undefined && placed.activity !== activity) return false;
  return state === undefined || isArmed(placed) === (state === 'firing');
}

/** How many requests are looked through for the one that holds a schedule. */
const requestsLookedAt = 50;

/** Who holds its schedules, by the newest request to; nobody knows any more once that is purged. */
async function heldBy({ inbox }: Resources, workflow: string): Promise<ScheduleFacts['heldBy']> {
  const newest = await inbox.requests.newestOf({ workflow }, requestsLookedAt);
  const found = newest.find(({ payload }) => payload.operation === 'holdSchedule');
  if (found?.payload.operation !== 'holdSchedule') return undefined;
  return { by: found.by, atMs: Date.parse(found.requestedAt), reason: found.payload.reason };
}

async function viewOf(resources: Resources, placed: Placed): Promise<ScheduleView> {
  const { workflow, activity, definition, status, held, stored, rhythm, timeZone } = placed;
  const [unfinished, lastFiring, by] = await Promise.all([
    unfinishedOf(resources, workflow),
    resources.engine.lastFiring(workflow, activity),
    held ? heldBy(resources, workflow) : undefined,
  ]);
  const { overlap } = placed;
  const facts = {
    name: workflow,
    activity,
    status,
    scheduleHeld: held,
    overlap,
    unfinished,
    lastFiring,
    heldBy: by,
    stored,
  };
  return {
    workflow,
    label: definition.label ?? workflow,
    category: definition.category,
    severity: definition.severity,
    activity,
    activityLabel: definition.activities[activity]?.label ?? null,
    rhythm,
    timeZone,
    status,
    held,
    nextAt: isoOrNull(isArmed(placed) ? stored.dueAtMs : undefined),
    causes: [...explainSchedule({ ...facts, worker: resources.worker.status() })],
  };
}

async function list(resources: Resources, query: ScheduleQuery): Promise<Page<ScheduleView>> {
  const wanted = (await placedSchedulers(resources)).filter((placed) => isWanted(placed, query));
  const { items, total } = pageInMemory(wanted, query);
  return { items: await Promise.all(items.map((placed) => viewOf(resources, placed))), total };
}

async function agenda(resources: Resources, query: AgendaQuery): Promise<Agenda> {
  const armed = (await placedSchedulers(resources)).filter(isArmed);
  return agendaOf(armed, query, resources.clock.nowMs());
}

/** The schedules of all workflows: how they stand, and what comes. */
export const createScheduleOperations = (resources: Resources) => ({
  list: async (actor: Actor, query: ScheduleQuery): Promise<Page<ScheduleView>> => {
    requireRight(actor, 'view');
    return list(resources, query);
  },
  agenda: async (actor: Actor, query: AgendaQuery): Promise<Agenda> => {
    requireRight(actor, 'view');
    return agenda(resources, query);
  },
});
