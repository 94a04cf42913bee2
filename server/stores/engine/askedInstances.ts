import { createHash } from 'node:crypto';
import { z } from 'zod';
import type {
  BeginAnswer,
  EngineRecords,
  InstanceStanding,
  WantedInstance,
} from '../../../engine/activity/executor.ts';
import { tellFaults } from '../../../engine/graph/inputsSchema.ts';
import { instanceIdSchema, workflowNameSchema, type InstanceId, type WorkflowName } from '../../../engine/model/ids.ts';
import { instanceStatusSchema } from '../../../engine/model/instance.ts';
import type { Definition } from '../../../engine/model/definition.ts';
import { isTooLarge } from '../../../engine/model/jsonSize.ts';
import { secretNames, secretsWithin } from '../../../engine/model/secrets.ts';
import type { ServiceScope } from '../../../engine/ports/engineStore.ts';
import { askInside, type RecordsScope } from './innerAsking.ts';

/** Instances of other workflows that a task begins, stops and looks at. */
export function createAskedInstances(
  records: RecordsScope,
): Pick<EngineRecords, 'requestBegin' | 'requestStop' | 'standings'> {
  return {
    requestBegin: (wanted) => requestBegin(records, wanted),
    requestStop: (instances) => requestStop(records, instances),
    standings: (instances) => standings(records, instances),
  };
}

const requestOf = (instance: InstanceId): string => `begin/${instance}`;
const namedBytes = 15;

/** The same for the same key of the same activity: what begins an instance twice finds the first. */
export function instanceFor({ instance, task }: ServiceScope, key: string): InstanceId {
  const { workflow, tasks } = instance;
  const named = [workflow, tasks[task]?.activity ?? task, key];
  const hash = createHash('sha256').update(JSON.stringify(named)).digest();
  return instanceIdSchema.parse(`r${hash.subarray(0, namedBytes).toString('hex')}`);
}

async function requestBegin(records: RecordsScope, wanted: WantedInstance): Promise<BeginAnswer> {
  const answer = await judgeBegin(records, wanted);
  if ('refusal' in answer) return answer;
  const { workflow, input } = wanted;
  const payload = { operation: 'begin', workflow, input, asker: records.scope.instance.id };
  await askInside(records, {
    id: requestOf(answer.instance),
    instance: answer.instance,
    payload,
    audited: 'instance.begin',
  });
  return answer;
}

/** Whether an instance may begin that data names, and which; data has no rights, so it begins nothing technical. */
async function judgeBegin(records: RecordsScope, wanted: WantedInstance): Promise<BeginAnswer> {
  const instance = instanceFor(records.scope, wanted.key);
  const known: unknown = await records
    .trx('sb_inner_request')
    .where({ id: requestOf(instance) })
    .first('id');
  if (known !== undefined) return { instance };
  if (wanted.key === '') return { refusal: 'its key is empty.' };
  const name = workflowNameSchema.safeParse(wanted.workflow);
  if (!name.success) return { refusal: `“${wanted.workflow.slice(0, 100)}” is no name of a workflow.` };
  const definition = await records.facts.newest(name.data);
  if ('unusable' in definition) return { refusal: definition.unusable };
  const refusal = whyNot(records, name.data, definition, wanted);
  return refusal === undefined ? { instance } : { refusal };
}

function whyNot(
  { scope }: RecordsScope,
  workflow: WorkflowName,
  { category, inputs }: Definition,
  { input }: WantedInstance,
): string | undefined {
  if (category === 'technical') return `“${workflow}” is technical: rows do not begin such workflows.`;
  if (isTooLarge(input)) return 'its input is more than 1 MB.';
  const secret = [...secretNames(inputs), ...Object.keys(secretsWithin(input, scope.secrets ?? {}))];
  const shown = secret.filter((name) => Object.hasOwn(input, name));
  if (shown.length > 0) return `its input ${shown.join(', ')} is secret: a sub-workflow takes secrets.`;
  const faults = inputs === undefined ? [] : tellFaults(inputs, input);
  return faults.length === 0 ? undefined : `its input does not fit “${workflow}”: ${faults.join('; ')}.`;
}

const standingRowSchema = z.object({
  id: instanceIdSchema,
  workflow: workflowNameSchema,
  status: instanceStatusSchema,
  ended_at_ms: z.coerce.number().nullable(),
});
const askedRowSchema = z.object({
  instance: instanceIdSchema,
  status: z.string().nullable(),
  reason: z.string().nullable(),
});

/** Those that began, by what is stored of them; the others by what became of their requests. */
async function standings(
  { trx }: RecordsScope,
  instances: readonly InstanceId[],
): Promise<readonly InstanceStanding[]> {
  const rows: unknown = await trx('sb_instance')
    .whereIn('id', [...instances])
    .select('id', 'workflow', 'status', 'ended_at_ms');
  const begun = new Map(
    z
      .array(standingRowSchema)
      .parse(rows)
      .map((row) => [row.id, row]),
  );
  const others = instances.filter((id) => !begun.has(id));
  const asked: unknown = await trx('sb_inner_request')
    .leftJoin('sb_request_outcome', 'sb_request_outcome.id', 'sb_inner_request.id')
    .whereIn('sb_inner_request.id', others.map(requestOf))
    .select('sb_inner_request.instance', 'sb_request_outcome.status', 'sb_request_outcome.reason');
  const requested = new Map(
    z
      .array(askedRowSchema)
      .parse(asked)
      .map((row) => [row.instance, row]),
  );
  return instances.map((instance) => standingOf(instance, begun.get(instance), requested.get(instance)));
}

function standingOf(
  instance: InstanceId,
  begun: z.infer<typeof standingRowSchema> | undefined,
  asked: z.infer<typeof askedRowSchema> | undefined,
): InstanceStanding {
  if (begun) {
    const { status, workflow, ended_at_ms: endedAtMs } = begun;
    return { instance, status, workflow, ...(endedAtMs !== null && { endedAtMs }) };
  }
  if (asked?.status === null) return { instance, status: 'requested' };
  if (asked?.status === 'refused') return { instance, status: 'refused', reason: asked.reason ?? 'It was refused.' };
  return { instance, status: 'unknown' };
}

/** One that has ended, or that nobody knows, has nothing to be stopped. */
async function requestStop(records: RecordsScope, instances: readonly InstanceId[]): Promise<readonly InstanceId[]> {
  const technical: InstanceId[] = [];
  for (const { instance, status, workflow, endedAtMs } of await standings(records, instances)) {
    if (endedAtMs !== undefined || status === 'unknown' || status === 'refused') continue;
    if (workflow !== undefined && (await isTechnical(records, workflowNameSchema.parse(workflow)))) {
      technical.push(instance);
      continue;
    }
    const id = `${records.scope.task}/stop/${instance}`;
    await askInside(records, { id, instance, payload: { operation: 'stop' }, audited: 'instance.stop' });
  }
  return technical;
}

/** Of what nobody can read nobody knows either: it is left alone. */
async function isTechnical({ facts }: RecordsScope, workflow: WorkflowName): Promise<boolean> {
  const definition = await facts.newest(workflow);
  return 'unusable' in definition || definition.category === 'technical';
}
