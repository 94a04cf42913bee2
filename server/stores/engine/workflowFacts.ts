import type { Knex } from 'knex';
import { z } from 'zod';
import type { Definition, Localized } from '../../../engine/model/definition.ts';
import type { WorkflowName } from '../../../engine/model/ids.ts';
import { DefinitionUnusable, type Definitions } from '../../../engine/ports/definitions.ts';

/** Who is told about a workflow. */
export interface WorkflowPeople {
  readonly label: string;
  readonly supervisors: string;
  readonly author: string;
  readonly lastEditor: string;
}

/** What the engine's records ask of a workflow: its people, and how long its history is kept. */
export interface WorkflowFacts {
  of: (workflow: WorkflowName) => Promise<WorkflowPeople>;
  /** Its newest definition, or why there is none that can be used. */
  newest: (workflow: WorkflowName) => Promise<Definition | { readonly unusable: string }>;
  retention: (workflow: WorkflowName) => Promise<{ readonly historyDays: number }>;
}

const rowSchema = z.object({ created_by: z.string(), changed_by: z.string() }).optional();
const defaultHistoryDays = 30;

const textOf = (label: Localized | undefined): string | undefined =>
  typeof label === 'object' ? (label['en'] ?? Object.values(label)[0]) : label;

/** Reads them from web's file and the newest definition. */
export function createWorkflowFacts(inboxReader: Knex, definitions: Definitions): WorkflowFacts {
  const definitionOf = async (workflow: WorkflowName): Promise<Definition | DefinitionUnusable | undefined> => {
    const version = await definitions.newestVersion(workflow);
    if (version === 0) return undefined;
    try {
      return (await definitions.graph(workflow, version))?.definition;
    } catch (error) {
      if (error instanceof DefinitionUnusable) return error;
      throw error;
    }
  };
  return {
    of: async (workflow) => {
      const row = rowSchema.parse(
        await inboxReader('sb_workflow').where({ name: workflow }).first('created_by', 'changed_by'),
      );
      const read = await definitionOf(workflow);
      const definition = read instanceof DefinitionUnusable ? undefined : read;
      return {
        label: textOf(definition?.label) ?? workflow,
        supervisors: definition?.supervisors ?? '',
        author: row?.created_by ?? '',
        lastEditor: row?.changed_by ?? '',
      };
    },
    newest: async (workflow) => {
      const read = await definitionOf(workflow);
      if (read instanceof DefinitionUnusable) return { unusable: read.message };
      return read ?? { unusable: `there is no workflow “${workflow}” with a published version.` };
    },
    retention: async (workflow) => {
      const definition = await definitionOf(workflow);
      // Nobody knows how long: all of it is kept.
      if (definition instanceof DefinitionUnusable) return { historyDays: 0 };
      return { historyDays: definition?.historyDays ?? defaultHistoryDays };
    },
  };
}
