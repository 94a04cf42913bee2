import { restartRefusal } from '../../engine/core/parenthood.ts';
import type { ActivityId, TaskId } from '../../engine/model/ids.ts';
import type { Variables } from '../../engine/model/json.ts';
import { secretMask } from '../../engine/model/secrets.ts';
import type { InstanceDetail } from '../contract/instances.ts';
import type { Request } from '../contract/requests.ts';
import { requireRight, type Actor } from './actor.ts';
import { instanceIdFor } from './beginInstance.ts';
import { inputFaults } from './inputFaults.ts';
import { askInstance, hasEnded } from './instanceRequests.ts';
import { requireActivity } from './instanceVersion.ts';
import { requireWorkflowRight } from './lifeCycle.ts';
import { invalid, notFound, stateConflict } from './requestError.ts';
import type { Resources } from './resources.ts';

/** How an instance shall begin anew: by which version, and from which activity's events. */
export interface Restarting {
  readonly version: 'same' | 'newest';
  readonly from?: ActivityId | undefined;
  readonly task?: TaskId | undefined;
}

function requireActivityOfTask({ from, task }: Restarting): void {
  if (task === undefined || from !== undefined) return;
  const hint = 'Give the activity as "from".';
  throw invalid([{ pointer: '/task', message: 'A task alone does not say where to begin.', hint }]);
}

/** A mask need not fit: the new instance gets the secret that it stands for, which only the engine reads. */
function isOfMask(pointer: string, inputs: Variables): boolean {
  const masked = Object.keys(inputs).filter((name) => inputs[name] === secretMask);
  return masked.some((name) => `${pointer}/`.startsWith(`/input/${name}/`));
}

/** What can be seen before a worker looks: the activity, and an input that the version describes otherwise. */
async function requireBeginnable(
  resources: Resources,
  { workflow, version: present, state }: InstanceDetail,
  { version: wanted, from }: Restarting,
): Promise<void> {
  const { inbox } = resources;
  const version = wanted === 'same' ? present : ((await inbox.workflows.find(workflow))?.version ?? 0);
  if (from !== undefined) await requireActivity(resources, { workflow, version }, { activity: from, pointer: '/from' });
  const definition = (await inbox.versions.find(workflow, version))?.definition;
  const faults = version === present ? [] : inputFaults(definition?.inputs, state.inputs);
  const seen = faults.filter(({ pointer }) => !isOfMask(pointer, state.inputs));
  if (seen.length > 0) throw invalid(seen);
}

/**
 * A restart begins an instance anew, and stops what still runs: it needs the rights to both. From an activity it
 * touches nothing that runs.
 */
async function restart(resources: Resources, actor: Actor, id: string, restarting: Restarting): Promise<Request> {
  requireRight(actor, 'runAgain');
  const known = await resources.engine.instance(id);
  if (!known) throw notFound('instance', id);
  await requireWorkflowRight(resources, actor, known.workflow, { right: 'runAgain', technical: 'startTechnical' });
  const { version, from, task } = restarting;
  if (from === undefined && !hasEnded(known.status)) requireRight(actor, 'controlInstance');
  requireActivityOfTask(restarting);
  const refusal = restartRefusal(known.parent, from);
  if (refusal !== undefined) throw stateConflict(known.status, refusal);
  await requireBeginnable(resources, known, restarting);
  const payload = {
    operation: 'restart' as const,
    instance: instanceIdFor(resources, actor),
    version,
    ...(from === undefined ? {} : { from }),
    ...(task === undefined ? {} : { task }),
  };
  return askInstance(resources, actor, { id, payload });
}

export const createRestartOperations = (resources: Resources) => ({
  restart: (actor: Actor, id: string, restarting: Restarting) => restart(resources, actor, id, restarting),
});
