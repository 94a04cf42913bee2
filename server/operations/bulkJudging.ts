import { migrationProblems } from '../../engine/core/migration.ts';
import { restartRefusal } from '../../engine/core/parenthood.ts';
import { invariant } from '../../engine/invariant.ts';
import type { Task } from '../../engine/model/task.ts';
import type { BulkAsked } from '../contract/bulk.ts';
import type { InstanceDetail } from '../contract/instances.ts';
import type { RequestPayload } from '../contract/requestPayloads.ts';
import { hasRight, type Actor } from './actor.ts';
import { rightTo, type InstanceOperation, statusRefusal } from './instanceRequests.ts';
import { requireWorkflowRight } from './lifeCycle.ts';
import { RequestError } from './requestError.ts';
import type { Resources } from './resources.ts';

/** What a request for many is for each of them. */
export const operationOf = {
  pause: 'pause',
  resume: 'resume',
  stop: 'stop',
  kill: 'kill',
  restart: 'restart',
  'run-now': 'runPending',
  skip: 'skipTask',
  acknowledge: 'acknowledge',
  'hand-over': 'handOver',
} as const satisfies Record<BulkAsked['request'], InstanceOperation>;

/** The failed tasks of an instance: what a bulk skip skips. */
export const failedTasks = ({ state }: InstanceDetail): Task[] =>
  Object.values(state.tasks).filter(({ status }) => status === 'failed');

const isRunnable = ({ status, waitingFor }: Task): boolean =>
  status === 'held' || status === 'retrying' || (status === 'waiting' && waitingFor?.dueAtMs !== undefined);

const cleared: ReadonlySet<string> = new Set(['own', 'error', 'quota']);

type Foresight = (
  known: InstanceDetail,
  asked: BulkAsked,
  resources: Resources,
) => string | undefined | Promise<string | undefined>;

/** What would not fit in a newer version (semantics.md 8). */
async function misfits(
  { inbox }: Resources,
  { state, workflow, version: present }: InstanceDetail,
  version: number,
): Promise<string | undefined> {
  const [from, to] = await Promise.all([
    inbox.versions.find(workflow, present),
    inbox.versions.find(workflow, version),
  ]);
  if (!to) return `${workflow} has no version ${version}.`;
  const problems = from ? migrationProblems(state, from.definition, to.definition) : [];
  return problems.length > 0 ? problems.join(' ') : undefined;
}

function resumeRefusal(
  known: InstanceDetail,
  { version = known.version }: BulkAsked,
  resources: Resources,
): ReturnType<Foresight> {
  const { state, version: present } = known;
  const others = state.pauseCauses.filter(({ kind }) => !cleared.has(kind)).map(({ kind, by }) => `${kind} (${by})`);
  if (others.length > 0) return `Something else holds the instance: ${others.join(', ')}.`;
  if (version < present) return `The instance is on version ${present}: it cannot be resumed on an older one.`;
  return version === present ? undefined : misfits(resources, known, version);
}

/** What the engine would answer, as far as it can be seen from outside: the worker decides all the same. */
const foresights: Partial<Record<BulkAsked['request'], Foresight>> = {
  resume: resumeRefusal,
  restart: ({ parent }) => restartRefusal(parent),
  pause: ({ state }) =>
    state.pauseCauses.some(({ kind }) => kind === 'own') ? 'It is paused for this cause already.' : undefined,
  'run-now': ({ state }) =>
    Object.values(state.tasks).some(isRunnable) ? undefined : 'No task waits for a time, a retry or a release.',
  skip: (known) => (failedTasks(known).length > 0 ? undefined : 'No task has failed.'),
};

async function rightRefusal(
  resources: Resources,
  actor: Actor,
  known: InstanceDetail,
  asked: BulkAsked,
): Promise<void> {
  const right = rightTo(operationOf[asked.request]);
  const mayStop = hasRight(actor, 'controlInstance') || known.endedAt !== null;
  if (asked.request === 'restart' && !mayStop)
    throw new RequestError('forbidden', `${actor.operator} (${actor.role}) lacks the right "controlInstance".`);
  const technical = asked.request === 'restart' ? 'startTechnical' : right;
  await requireWorkflowRight(resources, actor, known.workflow, { right, technical });
}

/** Why a request would be refused for an instance, by the rules that an operator's single one obeys. */
export async function refusalFor(
  resources: Resources,
  actor: Actor,
  known: InstanceDetail,
  asked: BulkAsked,
): Promise<string | undefined> {
  try {
    await rightRefusal(resources, actor, known, asked);
  } catch (error) {
    if (error instanceof RequestError) return error.message;
    throw error;
  }
  return statusRefusal(operationOf[asked.request], known) ?? foresights[asked.request]?.(known, asked, resources);
}

type BulkPayload = Extract<
  RequestPayload,
  { operation: 'pause' | 'resume' | 'kill' | 'skipTask' | 'runPending' | 'stop' | 'acknowledge' | 'handOver' }
>;

/** What is asked of one instance, but for a restart, whose new instance needs an id. */
export function payloadOf(request: Exclude<BulkAsked['request'], 'restart'>, asked: BulkAsked): BulkPayload {
  const { reason, until, version, result = {}, to, note = '' } = asked;
  const why = reason === undefined ? {} : { reason };
  switch (request) {
    case 'pause':
      return { operation: 'pause', ...why, ...(until === undefined ? {} : { untilMs: Date.parse(until) }) };
    case 'resume':
      return { operation: 'resume', ...(version === undefined ? {} : { version }) };
    case 'kill':
      return { operation: 'kill', ...why };
    case 'skip':
      return { operation: 'skipTask', result, reason: reason ?? '' };
    case 'run-now':
      return { operation: 'runPending' };
    case 'hand-over':
      invariant(to, 'the dry run wants an addressee');
      return { operation: 'handOver', to, note };
    case 'stop':
    case 'acknowledge':
      return { operation: request };
  }
}
