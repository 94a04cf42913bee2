import type { WorkflowState } from '../core/workflowState.ts';
import type { World } from '../core/world.ts';
import type { CompiledGraph } from '../graph/compiledGraph.ts';
import type { InstanceId, WorkflowName } from '../model/ids.ts';
import type { Json, Variables } from '../model/json.ts';
import { DefinitionUnusable } from '../ports/definitions.ts';
import type { EngineReads } from '../ports/engineStore.ts';
import type { Runtime } from './runtime.ts';
import { hasSecrets } from './secrets.ts';

/** The instance that a world is of, or the one that is about to begin. */
interface Inhabitant {
  readonly id: InstanceId;
  readonly workflow: WorkflowName;
  readonly version: number;
  readonly inputs: Variables;
}

interface Graphs {
  /** The graph of the instance's version where it is known, or what stands in its place where it cannot be used. */
  readonly known?: CompiledGraph | undefined;
  readonly newerGraph?: CompiledGraph | undefined;
}

/** What the core may know for a step of an instance. @throws DefinitionUnusable */
export async function worldOf(
  runtime: Runtime,
  reads: Pick<EngineReads, 'options' | 'workflow' | 'secrets'>,
  of: Inhabitant,
  { known, newerGraph }: Graphs = {},
): Promise<World> {
  const { clock, definitions } = runtime;
  const graph = known ?? (await graphOf(runtime, of.workflow, of.version));
  // Options are read from the database only where a definition asks for any, secrets only where an input is masked.
  const changed = asksOptions(graph, newerGraph) ? await reads.options() : noOptions;
  const { vars, consecutiveFailures } = (await reads.workflow(of.workflow)) ?? neverStarted;
  const secrets = hasSecrets(of.inputs) ? await reads.secrets(of.id) : undefined;
  return {
    nowMs: clock.nowMs(),
    graph,
    option: (name) => changed.get(name) ?? definitions.optionDefault(name),
    workflowVars: vars,
    consecutiveFailures,
    ...(secrets && { secrets }),
    ...(newerGraph && { newerGraph }),
  };
}

const noOptions: ReadonlyMap<string, Json> = new Map();
const neverStarted: Pick<WorkflowState, 'vars' | 'consecutiveFailures'> = { vars: {}, consecutiveFailures: 0 };

/** The definition of a version that exists, because instances or firings name it. @throws DefinitionUnusable */
export async function graphOf(runtime: Runtime, workflow: WorkflowName, version: number): Promise<CompiledGraph> {
  const graph = await runtime.definitions.graph(workflow, version);
  if (!graph) throw new DefinitionUnusable({ workflow, version }, 'it is not there.');
  return graph;
}

const asksOptions = (graph: CompiledGraph, newer: CompiledGraph | undefined): boolean =>
  usesOptions(graph) || (newer !== undefined && usesOptions(newer));

const optionUse = new WeakMap<CompiledGraph, boolean>();

function usesOptions(graph: CompiledGraph): boolean {
  const known = optionUse.get(graph);
  if (known !== undefined) return known;
  const uses = JSON.stringify(graph.definition).includes('option');
  optionUse.set(graph, uses);
  return uses;
}
