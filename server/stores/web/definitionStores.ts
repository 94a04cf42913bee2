import type { Knex } from 'knex';
import { definitionSchema } from '../../../engine/model/definition.ts';
import type { Definition } from '../../../engine/model/definition.ts';
import { jsonSchema } from '../../../engine/model/json.ts';
import type { Json } from '../../../engine/model/json.ts';
import { remember } from '../../../engine/remember.ts';
import type {
  DraftRecord,
  DraftStore,
  VersionRecord,
  VersionStore,
  WorkflowRecord,
  WorkflowStore,
} from '../../operations/ports/inbox.ts';
import { pageOf } from './paging.ts';

interface WorkflowRow {
  name: string;
  version: number;
  package: string | null;
  created_by: string;
  created_at: string;
  changed_by: string;
  changed_at: string;
}

const workflowOf = (row: WorkflowRow): WorkflowRecord => ({
  name: row.name,
  version: row.version,
  package: row.package,
  createdBy: row.created_by,
  createdAt: row.created_at,
  changedBy: row.changed_by,
  changedAt: row.changed_at,
});

export function createWorkflowStore(knex: Knex): WorkflowStore {
  const workflows = () => knex<WorkflowRow>('sb_workflow');
  return {
    find: async (name) => {
      const row = await workflows().where({ name }).first();
      return row && workflowOf(row);
    },
    list: async () => (await workflows().orderBy('name')).map(workflowOf),
    put: async (workflow) => {
      const row: WorkflowRow = {
        name: workflow.name,
        version: workflow.version,
        package: workflow.package,
        created_by: workflow.createdBy,
        created_at: workflow.createdAt,
        changed_by: workflow.changedBy,
        changed_at: workflow.changedAt,
      };
      await workflows().insert(row).onConflict('name').merge();
    },
    remove: async (name) => {
      await knex('sb_draft').where({ workflow: name }).delete();
      // The versions stay: the instances that ran on them are still looked at, and no number is given out twice.
      await workflows().where({ name }).delete();
    },
  };
}

interface DraftRow {
  workflow: string;
  definition: string;
  base_version: number;
  revision: number;
  changed_by: string;
  changed_at: string;
}

const draftOf = (row: DraftRow): DraftRecord => ({
  workflow: row.workflow,
  definition: jsonSchema.parse(JSON.parse(row.definition)),
  baseVersion: row.base_version,
  revision: row.revision,
  changedBy: row.changed_by,
  changedAt: row.changed_at,
});

export function createDraftStore(knex: Knex): DraftStore {
  const drafts = () => knex<DraftRow>('sb_draft');
  return {
    find: async (workflow) => {
      const row = await drafts().where({ workflow }).first();
      return row && draftOf(row);
    },
    list: async () => (await drafts()).map(draftOf),
    put: async (draft) => {
      const row: DraftRow = {
        workflow: draft.workflow,
        definition: JSON.stringify(draft.definition),
        base_version: draft.baseVersion,
        revision: draft.revision,
        changed_by: draft.changedBy,
        changed_at: draft.changedAt,
      };
      await drafts().insert(row).onConflict('workflow').merge();
    },
  };
}

interface VersionRow {
  workflow: string;
  version: number;
  definition: string;
  note: string;
  created_by: string;
  created_at: string;
}

const versionOf = (row: Omit<VersionRow, 'definition'>): VersionRecord => ({
  workflow: row.workflow,
  version: row.version,
  note: row.note,
  createdBy: row.created_by,
  createdAt: row.created_at,
});

/** Parses stored definitions; lists ask for the same ones again and again, and a version never changes. */
export const createDefinitionParser = (): ((text: string) => Definition) =>
  remember(500, (text) => definitionSchema.parse(JSON.parse(text)));

export function createVersionStore(knex: Knex, parse = createDefinitionParser()): VersionStore {
  const versions = () => knex<VersionRow>('sb_workflow_version');
  return {
    find: async (workflow, version) => {
      const row = await versions().where({ workflow, version }).first();
      return row && { ...versionOf(row), definition: parse(row.definition) };
    },
    drawn: async (workflow, version): Promise<Json | undefined> => {
      const row = await versions().where({ workflow, version }).first();
      return row && jsonSchema.parse(JSON.parse(row.definition));
    },
    list: async (workflow, range) => {
      const page = await pageOf<VersionRow>(versions().where({ workflow }), range, [
        { column: 'version', order: 'desc' },
      ]);
      return { items: page.items.map(versionOf), total: page.total };
    },
    add: async ({ workflow, version, definition, note, createdBy, createdAt }) => {
      const row = { workflow, version, note, created_by: createdBy, created_at: createdAt };
      await versions().insert({ ...row, definition: JSON.stringify(definition) });
    },
    lastNumber: async (workflow) => {
      const [last] = await versions().where({ workflow }).orderBy('version', 'desc').limit(1).select('version');
      return last?.version ?? 0;
    },
  };
}
