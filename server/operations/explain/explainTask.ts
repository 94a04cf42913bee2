import type { Instance } from '../../../engine/model/instance.ts';
import type { Task } from '../../../engine/model/task.ts';
import type { Cause } from '../../contract/explanation.ts';
import { causeOf, counted, sentence, type Found } from './cause.ts';

/** What is known of a task's instance beside its state. */
export interface TaskGround {
  readonly instance: Instance;
  /** The group of tasks of which one at a time goes on. */
  readonly mutexGroup: (activity: string) => string | undefined;
}

const underWay: ReadonlySet<string> = new Set(['running', 'waiting', 'retrying']);

function pendingCause({ instance, mutexGroup }: TaskGround, task: Task): Found {
  const group = mutexGroup(task.activity);
  const other =
    group === undefined
      ? undefined
      : Object.values(instance.tasks).find(
          (one) => one.id !== task.id && underWay.has(one.status) && mutexGroup(one.activity) === group,
        );
  if (other && group !== undefined)
    return {
      code: 'mutex',
      text: `"${task.activity}" waits for its turn: "${other.activity}" of the mutex group "${group}" is under way.`,
      sinceMs: task.createdAtMs,
    };
  return {
    code: 'queued',
    text: `"${task.activity}" is ready and waits until the worker has a place for it.`,
    sinceMs: task.createdAtMs,
  };
}

type Children = NonNullable<Task['children']>;

function childrenCause({ instance }: TaskGround, task: Task, { terms, live, total, results }: Children): Found {
  const [first] = Object.values(live);
  if (first === undefined) {
    const name = terms.more ?? '';
    return {
      code: 'more-items',
      text: `"${task.activity}" waits for further items: the signal "${name}" adds them, or closes the list.`,
      clearing: { does: 'signal', name, key: null, instance: instance.id },
    };
  }
  const left = terms.single ? 'an instance' : counted(Object.keys(live).length, 'instance');
  const done = terms.single ? '' : ` (${String(results.length)} of ${String(total)} have given their result)`;
  return {
    code: 'children',
    text: `"${task.activity}" waits for ${left} of ${terms.workflow}${done}.`,
    clearing: { does: 'open', instance: first },
  };
}

/** Whom a question asks, as people say it. */
const asked = ({ group, operator }: { group?: string | undefined; operator?: string | undefined }): string =>
  group === undefined ? (operator ?? 'nobody') : `the group ${group}`;

function waitingCause(ground: TaskGround, task: Task): Found {
  const { instance } = ground;
  const { signal, question } = task.waitingFor ?? {};
  if (task.children) return childrenCause(ground, task, task.children);
  if (question)
    return {
      code: 'question',
      text: `"${task.activity}" waits for an answer of ${asked(question)} to "${question.title}".`,
      clearing: { does: 'answer', task: task.id },
    };
  if (signal)
    return {
      code: 'signal',
      text: `"${task.activity}" waits for the signal "${signal.name}"${signal.key === undefined ? '' : ` with the key "${signal.key}"`}.`,
      clearing: { does: 'signal', name: signal.name, key: signal.key ?? null, instance: instance.id },
    };
  return {
    code: 'due',
    text: `"${task.activity}" waits until its time has come.`,
    clearing: { does: 'runNow', instance: instance.id, task: task.id },
  };
}

function retryCause({ instance }: TaskGround, { id, activity, attempt, failure }: Task): Found {
  return {
    code: 'retry',
    text: `Attempt ${String(attempt)} at "${activity}" failed${sentence(failure?.message)} It is tried again.`,
    clearing: { does: 'runNow', instance: instance.id, task: id },
  };
}

function foundOf(ground: TaskGround, task: Task): Found | undefined {
  const { instance } = ground;
  const times = { sinceMs: task.startedAtMs, untilMs: task.waitingFor?.dueAtMs };
  switch (task.status) {
    case 'pending':
      return pendingCause(ground, task);
    case 'waiting':
      return { ...times, ...waitingCause(ground, task) };
    case 'retrying':
      return { ...times, ...retryCause(ground, task) };
    case 'held':
      return {
        code: 'held',
        text: `"${task.activity}" is held: it goes on when somebody runs it.`,
        sinceMs: task.createdAtMs,
        clearing: { does: 'runNow', instance: instance.id, task: task.id },
      };
    case 'failed':
      return {
        code: 'task-failed',
        text: `"${task.activity}" failed${sentence(task.failure?.message)} ${task.failure?.hint ?? ''}`.trimEnd(),
        sinceMs: task.startedAtMs,
        clearing: { does: 'resume', instance: instance.id },
      };
    case 'running':
      return { code: 'executing', text: `"${task.activity}" is being executed.`, sinceMs: task.startedAtMs };
    default:
      return undefined;
  }
}

/** Why a live task does not go on, or that it is being executed. */
export function explainTask(ground: TaskGround, task: Task): readonly Cause[] {
  const found = foundOf(ground, task);
  return found ? [causeOf({ ...found, task })] : [];
}
