import type { World } from '../core/world.ts';
import type { CompiledGraph } from '../graph/compiledGraph.ts';
import type { WorkflowName } from '../model/ids.ts';
import { DefinitionUnusable } from '../ports/definitions.ts';
import type { EngineTransaction } from '../ports/engineStore.ts';
import type { Runtime } from './runtime.ts';

type FactReads = Pick<EngineTransaction, 'options' | 'workflow'>;

const noOptions = ({ workflow }: FactReads): FactReads => ({ workflow, options: () => Promise.resolve(new Map()) });

/** Options are read from the database only where a definition asks for any. */
export const factReads = (reads: FactReads, graphs: readonly CompiledGraph[]): FactReads =>
  graphs.some(usesOptions) ? reads : noOptions(reads);

/** What the world knows beside the definition: time, options, and the workflow's own variables. */
export async function worldFacts(
  { clock, definitions }: Runtime,
  reads: FactReads,
  workflow: WorkflowName,
): Promise<Omit<World, 'graph'>> {
  const changed = await reads.options();
  const state = await reads.workflow(workflow);
  return {
    nowMs: clock.nowMs(),
    option: (name) => changed.get(name) ?? definitions.optionDefault(name),
    workflowVars: state?.vars ?? {},
    consecutiveFailures: state?.consecutiveFailures ?? 0,
  };
}

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
