import type { Variables } from '../../engine/model/json.ts';
import type { TaskStatus } from '../../engine/model/task.ts';
import type { TaskRow } from '../contract/instances.ts';
import type { Request } from '../contract/requests.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { createInstanceRequestOperations } from './instanceRequests.ts';
import { notFound } from './requestError.ts';
import { refuseUnlessPending } from './requests.ts';
import type { Resources } from './resources.ts';

const over: readonly TaskStatus[] = ['done', 'cancelled', 'skipped'];

/** The task, unless it is unknown or over. */
export async function requireTask(resources: Resources, id: string): Promise<TaskRow> {
  const task = await resources.engine.task(id);
  if (!task) throw notFound('task', id);
  if (over.includes(task.status)) {
    const refusal = { state: task.status, detail: `Task ${id} is ${task.status}.` };
    await refuseUnlessPending(resources, { instance: task.instance }, refusal);
  }
  return task;
}

export function createTaskRequestOperations(resources: Resources) {
  const { askTask } = createInstanceRequestOperations(resources);
  return {
    run: async (actor: Actor, id: string): Promise<Request> => {
      requireRight(actor, 'runAgain');
      const task = await requireTask(resources, id);
      return askTask(actor, { id: task.instance, payload: { operation: 'runTask' }, task: id });
    },
    skip: async (actor: Actor, id: string, skipping: { result: Variables; reason: string }): Promise<Request> => {
      requireRight(actor, 'skip');
      const task = await requireTask(resources, id);
      return askTask(actor, { id: task.instance, payload: { operation: 'skipTask', ...skipping }, task: id });
    },
  };
}
