import type { World } from '../core/world.ts';
import type { CompiledGraph } from '../graph/compiledGraph.ts';
import type { InstanceId, WorkflowName } from '../model/ids.ts';
import type { Json, Variables } from '../model/json.ts';
import { DefinitionUnusable } from '../ports/definitions.ts';
import type { EngineReads } from '../ports/engineStore.ts';
import type { Runtime } from './runtime.ts';
import { secretsFor } from './secrets.ts';

/** The instance that a world is of, or the one that is about to begin. */
interface Inhabitant {
  readonly id: InstanceId;
  readonly workflow: WorkflowName;
  readonly version: number;
  readonly inputs: Variables;
}

interface Graphs {
  /** In the place of the instance's version, where that cannot be used. */
  readonly standIn?: CompiledGraph | undefined;
  readonly newerGraph?: CompiledGraph | undefined;
}

/** What the core may know for a step of an instance. @throws DefinitionUnusable */
export async function worldOf(
  runtime: Runtime,
  reads: Pick<EngineReads, 'options' | 'workflow' | 'secrets'>,
  of: Inhabitant,
  { standIn, newerGraph }: Graphs = {},
): Promise<World> {
  const graph = standIn ?? (await graphOf(runtime, of.workflow, of.version));
  const graphs = newerGraph ? [graph, newerGraph] : [graph];
  const facts = await worldFacts(runtime, reads, { workflow: of.workflow, graphs });
  const { secrets } = await secretsFor(reads, of.id, of.inputs);
  return { ...facts, graph, ...(secrets && { secrets }), ...(newerGraph && { newerGraph }) };
}

/** What the world knows beside the definition: time, options, and the workflow's own variables. */
async function worldFacts(
  { clock, definitions }: Runtime,
  reads: Pick<EngineReads, 'options' | 'workflow'>,
  { workflow, graphs }: { readonly workflow: WorkflowName; readonly graphs: readonly CompiledGraph[] },
): Promise<Omit<World, 'graph'>> {
  // Options are read from the database only where a definition asks for any.
  const changed = graphs.some(usesOptions) ? await reads.options() : noOptions;
  const state = await reads.workflow(workflow);
  return {
    nowMs: clock.nowMs(),
    option: (name) => changed.get(name) ?? definitions.optionDefault(name),
    workflowVars: state?.vars ?? noVariables,
    consecutiveFailures: state?.consecutiveFailures ?? 0,
  };
}

const noOptions: ReadonlyMap<string, Json> = new Map();
const noVariables: Variables = {};

/** The definition of a version that exists, because instances or firings name it. @throws DefinitionUnusable */
export async function graphOf(runtime: Runtime, workflow: WorkflowName, version: number): Promise<CompiledGraph> {
  const graph = await runtime.definitions.graph(workflow, version);
  if (!graph) throw new DefinitionUnusable({ workflow, version }, 'it is not there.');
  return graph;
}

const optionUse = new WeakMap<CompiledGraph, boolean>();

function usesOptions(graph: CompiledGraph): boolean {
  const known = optionUse.get(graph);
  if (known !== undefined) return known;
  const uses = JSON.stringify(graph.definition).includes('option');
  optionUse.set(graph, uses);
  return uses;
}
