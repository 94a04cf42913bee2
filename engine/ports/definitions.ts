import type { CompiledGraph } from '../graph/compiledGraph.ts';
import type { WorkflowName } from '../model/ids.ts';
import type { Json } from '../model/json.ts';

/** Raised where a version that there is cannot be used: what is stored of it is damaged, or asks for what no longer exists. */
export class DefinitionUnusable extends Error {
  override readonly name = 'DefinitionUnusable';
  readonly workflow: WorkflowName;
  readonly version: number;

  constructor({ workflow, version }: { readonly workflow: WorkflowName; readonly version: number }, why: string) {
    super(`Version ${String(version)} of "${workflow}" cannot be used: ${why}`);
    this.workflow = workflow;
    this.version = version;
  }
}

/** Published versions, immutable, compiled once; and what packages say of their options. */
export interface Definitions {
  /**
   * Undefined where that version does not exist.
   * @throws DefinitionUnusable
   */
  graph: (workflow: WorkflowName, version: number) => Promise<CompiledGraph | undefined>;
  /** The newest published version; 0 while there is none. */
  newestVersion: (workflow: WorkflowName) => Promise<number>;
  /** The same of all workflows that have one, in one query: what is looked at with each nudge does not grow with their number. */
  newestVersions: () => Promise<ReadonlyMap<WorkflowName, number>>;
  /** The default of an option by its package's manifest. */
  optionDefault: (name: string) => Json | undefined;
}
