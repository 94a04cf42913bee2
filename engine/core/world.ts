import type { CompiledGraph } from '../graph/compiledGraph.ts';
import type { Json, Variables } from '../model/json.ts';

/** What the core may know beyond the instance: time, the definition and a few facts, all as arguments. */
export interface World {
  readonly nowMs: number;
  /** The version that the instance is on. */
  readonly graph: CompiledGraph;
  /** The version that a resume would move to, where one was asked for. */
  readonly newerGraph?: CompiledGraph;
  /** `option("Name")`: a changed value, or the default of a manifest. */
  readonly option: (name: string) => Json | undefined;
  readonly workflowVars: Variables;
  /** Ignored failures of the workflow since its last clean run (semantics.md 4). */
  readonly consecutiveFailures: number;
  /** The true values of the instance's secret inputs: its expressions see them, what is recorded never shows them. */
  readonly secrets?: Variables;
}
