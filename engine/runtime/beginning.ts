import type { Firing } from '../model/instance.ts';
import type { ActivityId, InstanceId, RequestId, WorkflowName } from '../model/ids.ts';
import type { Rejection } from '../core/rejection.ts';
import type { SignalArrival } from '../core/input.ts';
import type { Definition } from '../model/definition.ts';
import type { Json, Variables } from '../model/json.ts';
import { graphOf, type Unit } from './unit.ts';

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
  readonly signal?: SignalArrival;
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
  const cause = { kind: 'workflow', by: 'engine', reason: 'The workflow is paused.', sinceMs: nowMs } as const;
  return unit.advance(undefined, {
    type: 'begin',
    instance: beginning.instance,
    workflow: beginning.workflow,
    version,
    severity: definition.severity,
    entries: beginning.entries ?? entries,
    firing: {
      reason: beginning.reason,
      dueAtMs: beginning.dueAtMs,
      startedAtMs: nowMs,
      ...(beginning.activity !== undefined && { activity: beginning.activity }),
    },
    inputs: { ...inputDefaults(definition), ...beginning.inputs },
    pauseCauses: state?.status === 'paused' ? [cause] : [],
    ...(beginning.signal && { signal: beginning.signal }),
    by: beginning.by ?? 'engine',
    ...(beginning.request !== undefined && { request: beginning.request }),
  });
}

/** The defaults of `inputs`, a JSON Schema (semantics.md 6). */
function inputDefaults({ inputs }: Definition): Variables {
  const properties = inputs?.['properties'];
  if (!isObject(properties)) return {};
  const defaults = Object.entries(properties).flatMap(([name, schema]): [string, Json][] => {
    const value = isObject(schema) ? schema['default'] : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(defaults);
}

const isObject = (value: Json | undefined): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
