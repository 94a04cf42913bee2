import type { Definition } from '../../../engine/model/definition.ts';
import type { Instance } from '../../../engine/model/instance.ts';
import type { Explanation } from '../../contract/explanation.ts';
import { requireRight, type Actor } from '../actor.ts';
import { comingFirings } from '../comingFirings.ts';
import type { StoredSchedules } from '../ports/engineReader.ts';
import { notFound } from '../requestError.ts';
import type { Resources } from '../resources.ts';
import { entrySignalsOf, schedulersOf } from '../schedulers.ts';
import { explainInstance } from './explainInstance.ts';
import { explainWorkflow, type WorkflowFacts } from './explainWorkflow.ts';

/** Why it does not go on, by what is known now. */
async function explain({ engine, inbox, worker, clock }: Resources, instance: Instance): Promise<Explanation> {
  const { id, workflow, version, status } = instance;
  const published = await inbox.versions.find(workflow, version);
  // Near the end of the history then; of one that has run for long it would be looked for in all of it.
  const isPassing = status === 'pausing' || status === 'stopping';
  const statusSinceMs = isPassing ? await engine.statusSinceMs(id) : undefined;
  const activities = new Map(Object.entries(published?.definition.activities ?? {}));
  return explainInstance({
    instance,
    worker: worker.status(),
    nowMs: clock.nowMs(),
    statusSinceMs,
    mutexGroup: (activity) => activities.get(activity)?.mutexGroup,
  });
}

/** The oldest of a workflow's instances that have not ended. */
export async function unfinishedOf({ engine }: Resources, name: string): Promise<WorkflowFacts['unfinished']> {
  const [id] = await engine.liveInstances(name);
  const summary = id === undefined ? undefined : await engine.summary(id);
  return summary && { id: summary.id, status: summary.status, startedAtMs: Date.parse(summary.startedAt) };
}

/** Its last firing, where that began nothing. */
async function lastSkippedOf({ engine }: Resources, name: string): Promise<WorkflowFacts['lastSkipped']> {
  const [last] = await engine.firings(name, 1);
  if (!last || last.status === 'begun' || last.status === 'coming') return undefined;
  return { dueAtMs: Date.parse(last.dueAt), reason: last.reason ?? last.status };
}

/** What its newest version says of when it begins. */
function beginningsOf({ kinds, clock }: Resources, definition: Definition | undefined, stored: StoredSchedules) {
  if (!definition) return { overlap: 'skip', isScheduled: false, signals: [] } as const;
  const [nextFiring] = comingFirings({ kinds, definition, count: 1, nowMs: clock.nowMs(), stored });
  return {
    overlap: definition.overlap,
    isScheduled: schedulersOf(kinds, definition).length > 0,
    nextFiring,
    signals: entrySignalsOf(kinds, definition),
  };
}

async function explainNamed(resources: Resources, name: string): Promise<Explanation> {
  const { inbox, engine, worker } = resources;
  const workflow = await inbox.workflows.find(name);
  if (!workflow) throw notFound('workflow', name);
  const [published, state, stored, unfinished, lastSkipped] = await Promise.all([
    inbox.versions.find(name, workflow.version),
    engine.workflowState(name),
    engine.schedules(name),
    unfinishedOf(resources, name),
    lastSkippedOf(resources, name),
  ]);
  const { status, scheduleHeld } = state ?? neverStarted;
  return explainWorkflow({
    ...beginningsOf(resources, published?.definition, stored),
    name,
    worker: worker.status(),
    status,
    scheduleHeld,
    version: workflow.version,
    unfinished,
    lastSkipped,
  });
}

const neverStarted = { status: 'draft', scheduleHeld: false } as const;

/** Answers to "why is nothing happening?"; whoever signs in may ask. */
export const createExplanations = (resources: Resources) => ({
  ofInstance: async (actor: Actor, id: string): Promise<Explanation> => {
    requireRight(actor, 'view');
    const instance = await resources.engine.instance(id);
    if (!instance) throw notFound('instance', id);
    return explain(resources, instance.state);
  },
  ofWorkflow: async (actor: Actor, name: string): Promise<Explanation> => {
    requireRight(actor, 'view');
    return explainNamed(resources, name);
  },
});
