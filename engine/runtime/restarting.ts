import type { StoredEvents } from '../core/input.ts';
import { restartRefusal } from '../core/parenthood.ts';
import type { Rejection } from '../core/rejection.ts';
import { taskIdSchema, type ActivityId, type InstanceId, type TaskId } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { WorkTables } from '../model/workTable.ts';
import type { CreatedTask } from '../ports/engineStore.ts';
import type { InboxRequest, RequestedOperation } from '../ports/inbox.ts';
import { beginInstance, type Beginning } from './beginning.ts';
import { secretsFor } from './secrets.ts';
import type { Unit } from './unit.ts';
import { graphOf } from './worldFacts.ts';

type Restart = Extract<RequestedOperation, { operation: 'restart' }>;

/** What became of asking for a restart: the new instance, or why there is none. */
export type Restarted = { readonly rejection: Rejection } | { readonly instance: InstanceId };

/** Where an instance shall begin anew, and by which version. */
interface Place {
  readonly old: Instance;
  readonly version: number;
  readonly activity: ActivityId;
  readonly task?: TaskId | undefined;
}

const refused = (code: Rejection['code'], message: string): { rejection: Rejection } => ({
  rejection: { code, message },
});

/** Stop, then a new instance with the same entry and input; from an activity, the old one goes on (semantics.md 3). */
export async function restart(unit: Unit, request: InboxRequest, asked: Restart): Promise<Restarted> {
  const old = request.instance === undefined ? undefined : await unit.tx.instance(request.instance);
  if (!old) return refused('instance-refuses', 'There is no such instance.');
  const activity = asked.from ?? old.firing.activity;
  const version = await versionOf(unit, old, asked);
  const refusal = await restartingRefusal(unit, old, asked, { version, activity });
  if (refusal) return { rejection: refusal };
  const stored = await storedBeginning(unit, asked, { old, version });
  if (stored && 'rejection' in stored) return stored;
  const { by, id } = request;
  if (isStopped(old, asked)) await unit.advance(old, { type: 'stop', by, request: id });
  const rejection = await beginInstance(unit, {
    instance: asked.instance,
    workflow: old.workflow,
    version,
    reason: 'request',
    dueAtMs: unit.runtime.clock.nowMs(),
    inputs: old.inputs,
    ...(await secretsFor(unit.tx, old.id, old.inputs)),
    ...(activity !== undefined && { entries: [activity], activity }),
    ...stored,
    by,
    request: id,
  });
  return rejection ? { rejection } : { instance: asked.instance };
}

function restartingRefusal(
  unit: Unit,
  old: Instance,
  { from }: Restart,
  at: { readonly version: number; readonly activity: ActivityId | undefined },
): Promise<Rejection | undefined> {
  const message = restartRefusal(old.parent, from);
  return message === undefined ? versionRefusal(unit, old, at) : Promise.resolve({ code: 'instance-refuses', message });
}

const versionOf = async ({ runtime }: Unit, { version, workflow }: Instance, asked: Restart): Promise<number> =>
  asked.version === 'same' ? version : runtime.definitions.newestVersion(workflow);

const isStopped = ({ status, endedAtMs }: Instance, { from }: Restart): boolean =>
  from === undefined && endedAtMs === undefined && status !== 'stopping';

/** A version can take an instance's place where it has the activity at which the new one begins. */
async function versionRefusal(
  { runtime }: Unit,
  { workflow }: Instance,
  { version, activity }: { readonly version: number; readonly activity: ActivityId | undefined },
): Promise<Rejection | undefined> {
  if (version === 0) return { code: 'instance-refuses', message: `"${workflow}" has been deleted.` };
  const { activities } = await graphOf(runtime, workflow, version);
  if (activity === undefined || activities.has(activity)) return undefined;
  const message = `Version ${String(version)} has no activity "${activity}", where the new instance would begin.`;
  return { code: 'activity-unknown', message };
}

type Stored = Pick<Beginning, 'stored' | 'vars' | 'origin' | 'dueAtMs'>;

/** What the new instance begins with beyond its input: nothing, where it begins at the entry of the workflow. */
async function storedBeginning(
  unit: Unit,
  { from, task, instance }: Restart,
  { old, version }: Pick<Place, 'old' | 'version'>,
): Promise<Stored | { readonly rejection: Rejection } | undefined> {
  const activity = from ?? (old.firing.origin && old.firing.activity);
  if (activity === undefined) return undefined;
  const created = await unit.tx.createdTask(old.id, { activity, task });
  if (!created || !hasEvents(created, old)) return refused('event-unknown', noEvent({ old, version, activity, task }));
  const tables = await copyTables(unit, { old, instance }, created.task.workTables);
  if ('gone' in tables) {
    const message = `The rows of "${tables.gone}" that reached "${activity}" are gone: restart the instance, or from an earlier activity.`;
    return refused('rows-gone', message);
  }
  const { vars, gathered } = created.task;
  const stored: StoredEvents = { vars, workTables: tables.copied, ...(gathered !== undefined && { gathered }) };
  return { stored, vars: old.vars, dueAtMs: old.firing.dueAtMs, origin: { instance: old.id, task: created.task.id } };
}

/** A task at an entry got no event, but where the instance itself began with stored ones. */
const hasEvents = ({ task, consumed }: CreatedTask, { firing }: Instance): boolean =>
  consumed.length > 0 || (firing.origin !== undefined && task.activity === firing.activity);

const noEvent = ({ old, activity, task }: Place): string =>
  task === undefined
    ? `No event has reached "${activity}" in the instance ${old.id}: there is nothing to begin with.`
    : `The task ${task} of the instance ${old.id} is none of "${activity}" that an event has reached.`;

/** The new instance owns its rows: those of the old one may go with it. */
async function copyTables(
  { tx, runtime }: Unit,
  { old, instance }: { readonly old: Instance; readonly instance: InstanceId },
  tables: WorkTables,
): Promise<{ readonly copied: WorkTables } | { readonly gone: string }> {
  // The first task of an instance: its rows are named after it.
  const task = taskIdSchema.parse(`${instance}.t1`);
  const { sql } = tx.services({ instance: { ...old, id: instance }, task, nowMs: runtime.clock.nowMs() });
  const wanted = Object.entries(tables);
  const present = new Set(wanted.length > 0 ? await sql.tables() : []);
  const gone = wanted.find(([, { name }]) => !present.has(name));
  if (gone) return { gone: gone[0] };
  const copied: WorkTables = {};
  for (const [key, { name }] of wanted) copied[key] = await sql.createWorkTable(`SELECT * FROM ${sql.quote(name)}`, {});
  return { copied };
}
