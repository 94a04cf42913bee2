import type { Instance, PauseCause } from '../../../engine/model/instance.ts';
import type { Cause, Explanation } from '../../contract/explanation.ts';
import { killOfferedMs } from '../../contract/instances.ts';
import type { WorkerStatus } from '../../processes/workerLink.ts';
import { causeOf, counted, sentence, type Found } from './cause.ts';
import { explainTask, type TaskGround } from './explainTask.ts';
import { workerCause } from './workerCause.ts';

/** What is known when somebody asks why an instance does not go on. */
export interface InstanceFacts extends TaskGround {
  readonly nowMs: number;
  readonly worker: WorkerStatus;
  /** Since when it is in its status, where that is known. */
  readonly statusSinceMs?: number | undefined;
}

const tasksOf = ({ tasks }: Instance) => Object.values(tasks);
const inFlight = (instance: Instance): number => tasksOf(instance).filter(({ status }) => status === 'running').length;

function endedCause({ instance }: InstanceFacts): Found | undefined {
  const { id, endedAtMs: sinceMs, failure, status } = instance;
  const again = { does: 'restart', instance: id } as const;
  switch (status) {
    case 'finished':
      return { code: 'finished', text: 'It has finished.', sinceMs };
    case 'stopped':
      return { code: 'stopped', text: 'It was stopped.', sinceMs, clearing: again };
    case 'failed':
      return { code: 'failed', text: `It failed${sentence(failure?.message)}`, sinceMs, clearing: again };
    default:
      return undefined;
  }
}

const pauseCodes = {
  own: 'paused',
  workflow: 'paused-by-workflow',
  parent: 'paused-by-parent',
  error: 'paused-by-error',
  quota: 'paused-by-quota',
} as const satisfies Record<PauseCause['kind'], Cause['code']>;

const pauseWords: Readonly<Record<PauseCause['kind'], (by: string) => string>> = {
  own: (by) => `It is paused by ${by}`,
  workflow: (by) => `Its workflow is paused by ${by}`,
  parent: () => 'The instance that began it is paused',
  error: () => 'It is paused because of an error',
  quota: () => 'It is paused because it has used up what it may keep',
};

/** Who lifts a cause: the one who may for it, where that is. */
function lifting({ kind }: PauseCause, { id, workflow, parent }: Instance): Cause['clearing'] {
  if (kind === 'workflow') return { does: 'resumeWorkflow', workflow };
  if (kind === 'parent') return parent ? { does: 'open', instance: parent.instance } : null;
  return { does: 'resume', instance: id };
}

function pauseCause(cause: PauseCause, instance: Instance): Found {
  return {
    code: pauseCodes[cause.kind],
    text: `${pauseWords[cause.kind](cause.by)}${sentence(cause.reason)}`,
    sinceMs: cause.sinceMs,
    untilMs: cause.untilMs,
    by: cause.by,
    clearing: lifting(cause, instance),
  };
}

/** It is on its way to a rest, and waits for what is in flight. */
function onItsWay({ instance, nowMs, statusSinceMs }: InstanceFacts): readonly Found[] {
  const count = inFlight(instance);
  if (instance.status === 'pausing')
    return [
      {
        code: 'draining',
        text: `It will be paused when ${counted(count, 'task')} in flight ${count === 1 ? 'has' : 'have'} ended.`,
        sinceMs: statusSinceMs,
      },
    ];
  if (instance.status !== 'stopping') return [];
  const isLong = statusSinceMs !== undefined && nowMs - statusSinceMs >= killOfferedMs;
  return [
    {
      code: 'stopping',
      text: `It is being stopped: ${counted(count, 'task')} in flight ${count === 1 ? 'is' : 'are'} cancelled at the source.`,
      sinceMs: statusSinceMs,
      ...(isLong && { clearing: { does: 'kill', instance: instance.id } }),
    },
  ];
}

/** Events that wait where branches meet. */
function joinCauses({ instance }: InstanceFacts): readonly Found[] {
  const waiting = new Map<string, number>();
  for (const { to } of Object.values(instance.events)) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  return [...waiting].map(([activity, count]) => ({
    code: 'join',
    activity,
    text: `"${activity}" has ${counted(count, 'event')} and waits for branches that can still come.`,
  }));
}

/** The order in which tasks are told of: what a person can clear goes before what time clears. */
const order = ['failed', 'held', 'waiting', 'retrying', 'pending', 'running'];

/**
 * Why an instance does not go on: every cause, what holds it most first, each with who or what clears it. Pure, so that
 * each cause can be tested.
 */
export function explainInstance(facts: InstanceFacts): Explanation {
  const { instance, worker } = facts;
  const ended = endedCause(facts);
  if (ended) return { moves: false, causes: [causeOf(ended)] };
  const tasks = tasksOf(instance).sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
  const causes = [
    ...workerCause(worker).map(causeOf),
    ...onItsWay(facts).map(causeOf),
    ...instance.pauseCauses.map((cause) => causeOf(pauseCause(cause, instance))),
    ...tasks.flatMap((task) => explainTask(facts, task)),
    ...joinCauses(facts).map(causeOf),
  ];
  return { moves: worker !== 'gone' && inFlight(instance) > 0, causes };
}
