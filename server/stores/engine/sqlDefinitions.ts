import type { Knex } from 'knex';
import { z } from 'zod';
import type { Kinds } from '../../../engine/activity/kind.ts';
import type { CompiledGraph } from '../../../engine/graph/compiledGraph.ts';
import { compileGraph } from '../../../engine/graph/compileGraph.ts';
import { definitionSchema } from '../../../engine/model/definition.ts';
import { workflowNameSchema, type WorkflowName } from '../../../engine/model/ids.ts';
import type { Json } from '../../../engine/model/json.ts';
import { DefinitionUnusable, type Definitions } from '../../../engine/ports/definitions.ts';

/** What definitions are read with. */
export interface DefinitionsOptions {
  readonly reader: Knex;
  readonly kinds: Kinds;
  readonly optionDefaults: ReadonlyMap<string, Json>;
}

/** How many compiled versions are kept; versions never change, so only memory bounds it. */
const cachedGraphs = 500;

/** A release that no longer knows a kind or a field, or a damaged row, makes a version unusable: for as long as we live. */
function usable(text: string, kinds: Kinds, which: Which): CompiledGraph | DefinitionUnusable {
  try {
    return compileGraph(definitionSchema.parse(JSON.parse(text)), kinds);
  } catch (error) {
    return new DefinitionUnusable(which, `${whyOf(error)}. Install a release that can use it, or publish another.`);
  }
}

interface Which {
  readonly workflow: WorkflowName;
  readonly version: number;
}

function whyOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return error instanceof Error ? error.message : String(error);
}

const newestSchema = z
  .array(z.object({ name: workflowNameSchema, version: z.number() }))
  .transform((rows) => rows.map(({ name, version }) => [name, version] as const));

/** Published versions from web's file, compiled once. */
export function createSqlDefinitions({ reader, kinds, optionDefaults }: DefinitionsOptions): Definitions {
  const cache = new Map<string, CompiledGraph | DefinitionUnusable>();
  const load = async (
    workflow: WorkflowName,
    version: number,
  ): Promise<CompiledGraph | DefinitionUnusable | undefined> => {
    const row: unknown = await reader('sb_workflow_version').where({ workflow, version }).first('definition');
    if (row === undefined) return undefined;
    const { definition } = z.object({ definition: z.string() }).parse(row);
    return usable(definition, kinds, { workflow, version });
  };
  return {
    graph: async (workflow, version) => {
      const key = `${workflow} ${String(version)}`;
      const graph = cache.get(key) ?? (await load(workflow, version));
      if (!graph) return undefined;
      cache.delete(key);
      cache.set(key, graph);
      const oldest = cache.size > cachedGraphs ? cache.keys().next() : undefined;
      if (oldest && !oldest.done) cache.delete(oldest.value);
      if (graph instanceof DefinitionUnusable) throw graph;
      return graph;
    },
    newestVersion: async (name) => {
      const [version] = z.array(z.number()).parse(await reader('sb_workflow').where({ name }).pluck('version'));
      return version ?? 0;
    },
    newestVersions: async () =>
      new Map(newestSchema.parse(await reader('sb_workflow').where('version', '>', 0).select('name', 'version'))),
    optionDefault: (name) => optionDefaults.get(name),
  };
}
