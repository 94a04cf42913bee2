import type { CompiledGraph } from '../graph/compiledGraph.ts';
import type { WorkflowName } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import { DefinitionUnusable, type Definitions } from '../ports/definitions.ts';

/** Published versions in memory: the first that is published is version 1, and none is ever changed. */
export class MemoryDefinitions implements Definitions {
  readonly #versions = new Map<WorkflowName, CompiledGraph[]>();
  readonly #unusable = new Set<string>();
  readonly #options: ReadonlyMap<string, Json>;

  constructor(optionDefaults: Readonly<Record<string, Json>> = {}) {
    this.#options = new Map(Object.entries(optionDefaults));
  }

  /** Publishes the next version; answers its number. */
  publish = (graph: CompiledGraph): number => {
    const { name } = graph.definition;
    const versions = this.#versions.get(name) ?? [];
    this.#versions.set(name, versions);
    return versions.push(graph);
  };

  /** Whether a version can be used changes with the release. */
  setUsable = (workflow: WorkflowName, version: number, usable: boolean): void => {
    if (usable) this.#unusable.delete(`${workflow} ${String(version)}`);
    else this.#unusable.add(`${workflow} ${String(version)}`);
  };

  graph = async (workflow: WorkflowName, version: number): Promise<CompiledGraph | undefined> => {
    if (this.#unusable.has(`${workflow} ${String(version)}`))
      throw new DefinitionUnusable({ workflow, version }, 'a kind is gone.');
    return this.#versions.get(workflow)?.[version - 1];
  };

  newestVersion = async (workflow: WorkflowName): Promise<number> => this.#versions.get(workflow)?.length ?? 0;

  newestVersions = async (): Promise<ReadonlyMap<WorkflowName, number>> =>
    new Map([...this.#versions].map(([workflow, { length }]) => [workflow, length]));

  optionDefault = (name: string): Json | undefined => this.#options.get(name);
}
