import { instanceIdSchema } from '../../engine/model/ids.ts';
import type { ActivityId, InstanceId } from '../../engine/model/ids.ts';
import type { Definition } from '../../engine/model/definition.ts';
import { parted, secretNames } from '../../engine/model/secrets.ts';
import type { Variables } from '../../engine/model/json.ts';
import type { InstanceSummary } from '../contract/instances.ts';
import type { Request } from '../contract/requests.ts';
import type { Actor } from './actor.ts';
import { inputFaults } from './inputFaults.ts';
import { requireWorkflowRight } from './lifeCycle.ts';
import { invalid, stateConflict } from './requestError.ts';
import { ask, describeRequest } from './requests.ts';
import type { Resources } from './resources.ts';
import { waitUntil } from './waitUntil.ts';

/** The instance where a worker began it in time, else the request that it comes from. */
export type Begun =
  | { readonly status: 'begun'; readonly instance: InstanceSummary }
  | { readonly status: 'requested'; readonly request: Request };

interface Beginning {
  readonly workflow: string;
  readonly input: Variables;
  readonly from?: ActivityId | undefined;
}

/** The id of an instance that an actor asks for: the same again where the asking is a repetition. */
export function instanceIdFor({ ids }: Resources, { operator, idempotencyKey: key }: Actor): InstanceId {
  return instanceIdSchema.parse(key === undefined ? ids.next() : ids.derived(`instance\n${operator}\n${key}`));
}

async function requireBeginning({ inbox }: Resources, { workflow, from, input }: Beginning): Promise<Definition> {
  const version = (await inbox.workflows.find(workflow))?.version ?? 0;
  const definition = (await inbox.versions.find(workflow, version))?.definition;
  if (!definition) throw stateConflict('draft', `${workflow} has no published version yet: publish its draft first.`);
  const faults = inputFaults(definition.inputs, input);
  if (faults.length > 0) throw invalid(faults);
  if (from === undefined || Object.hasOwn(definition.activities, from)) return definition;
  const hint = `Version ${version} has ${Object.keys(definition.activities).join(', ')}.`;
  throw invalid([{ pointer: '/from', message: `${workflow} has no activity "${from}".`, hint }]);
}

/** Looks at a request until it is settled. */
async function settled(
  { inbox, engine, worker }: Resources,
  id: string,
  timeoutMs: number,
): Promise<Request | undefined> {
  return waitUntil(
    async () => {
      const outcome = await engine.requestOutcome(id);
      if (outcome === undefined || outcome.status === 'accepted') return undefined;
      const record = await inbox.requests.find(id);
      return record && describeRequest(record, outcome);
    },
    { listen: (look) => worker.onChanged(look), timeoutMs },
  );
}

async function begin(resources: Resources, actor: Actor, beginning: Beginning, waitMs: number): Promise<Begun> {
  const { workflow, input, from } = beginning;
  await requireWorkflowRight(resources, actor, workflow, { right: 'start', technical: 'startTechnical' });
  const { inputs } = await requireBeginning(resources, beginning);
  const instance = instanceIdFor(resources, actor);
  const payload = { operation: 'runNow' as const, instance, input, ...(from === undefined ? {} : { from }) };
  const shown = { ...payload, input: parted(input, secretNames(inputs)).shown };
  const asked = await ask(resources, actor, { payload, shown, workflow, instance });
  const request = (await settled(resources, asked.id, waitMs)) ?? asked;
  if (request.status === 'refused') throw stateConflict(request.code ?? 'refused', request.reason ?? 'It was refused.');
  const begun = request.status === 'applied' ? await resources.engine.summary(request.instance ?? instance) : undefined;
  return begun ? { status: 'begun', instance: begun } : { status: 'requested', request };
}

export const createBeginOperations = (resources: Resources, waitMs: number) => ({
  begin: (actor: Actor, beginning: Beginning): Promise<Begun> => begin(resources, actor, beginning, waitMs),
});
