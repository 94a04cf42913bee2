import type { CompiledGraph } from '../graph/compiledGraph.ts';
import type { WorkflowName } from '../model/ids.ts';
import type { Json } from '../model/json.ts';

/** Published versions, immutable, compiled once; and what packages say of their options. */
export interface Definitions {
  /** Undefined where that version does not exist. */
  graph: (workflow: WorkflowName, version: number) => Promise<CompiledGraph | undefined>;
  /** The newest published version; 0 while there is none. */
  newestVersion: (workflow: WorkflowName) => Promise<number>;
  /** The default of an option by its package's manifest. */
  optionDefault: (name: string) => Json | undefined;
}
