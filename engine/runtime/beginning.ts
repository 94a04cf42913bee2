import type { Parent } from '../model/children.ts';
import type { Firing } from '../model/instance.ts';
import type { ActivityId, InstanceId, RequestId, WorkflowName } from '../model/ids.ts';
import type { Rejection } from '../core/rejection.ts';
import type { SignalArrival, StoredEvents } from '../core/input.ts';
import { completeInput } from '../graph/inputsSchema.ts';
import { parted, secretNames } from '../model/secrets.ts';
import type { Variables } from '../model/json.ts';
import type { Unit } from './unit.ts';
import { graphOf } from './worldFacts.ts';

/** How an instance shall begin; the newest version where none is named. */
export interface Beginning {
  readonly instance: InstanceId;
  readonly workflow: WorkflowName;
  readonly version?: number;
  readonly entries?: readonly ActivityId[];
  readonly reason: Firing['reason'];
  readonly dueAtMs: number;
  readonly activity?: ActivityId;
  readonly inputs?: Variables;
  /** Inputs that are secret whatever the definition says: those of the instance whose place it takes, or its parent's. */
  readonly secrets?: Variables;
  readonly signal?: SignalArrival;
  readonly stored?: StoredEvents;
  readonly vars?: Variables;
  readonly parent?: Parent;
  readonly origin?: Firing['origin'];
  readonly by?: string;
  readonly request?: RequestId;
}

/** Begins an instance inside the unit's transaction, or refuses; in a paused workflow it begins paused (semantics.md 2). */
export async function beginInstance(unit: Unit, beginning: Beginning): Promise<Rejection | undefined> {
  const { runtime, tx } = unit;
  const nowMs = runtime.clock.nowMs();
  const version = beginning.version ?? (await runtime.definitions.newestVersion(beginning.workflow));
  const { definition, entries } = await graphOf(runtime, beginning.workflow, version);
  const state = await tx.workflow(beginning.workflow);
  const inputs = completeInput(definition.inputs, { ...beginning.inputs, ...beginning.secrets });
  const names = [...secretNames(definition.inputs), ...Object.keys(beginning.secrets ?? {})];
  const { shown, secrets } = parted(inputs, names);
  await tx.saveSecrets(beginning.instance, secrets);
  const cause = { kind: 'workflow', by: 'engine', reason: 'The workflow is paused.', sinceMs: nowMs } as const;
  return unit.advance(undefined, {
    type: 'begin',
    instance: beginning.instance,
    workflow: beginning.workflow,
    version,
    severity: definition.severity,
    entries: beginning.entries ?? entries,
    firing: firingOf(beginning, nowMs),
    inputs: shown,
    pauseCauses: state?.status === 'paused' ? [cause] : [],
    by: beginning.by ?? 'engine',
    ...cargoOf(beginning),
  });
}

const firingOf = ({ reason, dueAtMs, activity, origin }: Beginning, startedAtMs: number): Firing => ({
  reason,
  dueAtMs,
  startedAtMs,
  ...(activity !== undefined && { activity }),
  ...(origin && { origin }),
});

const cargoOf = ({ signal, stored, vars, parent, request }: Beginning) => ({
  ...(signal && { signal }),
  ...(stored && { stored }),
  ...(vars && { vars }),
  ...(parent && { parent }),
  ...(request !== undefined && { request }),
});
