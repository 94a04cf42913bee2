import { MemoryDefinitions } from '../../engine/memory/memoryDefinitions.ts';
import { createSqlDefinitions } from '../../server/stores/engine/sqlDefinitions.ts';
import { createInbox } from '../../server/stores/web/inbox.ts';
import { definitionOf, graphOf } from '../support/graphOf.ts';
import { postgresForThisFile } from '../support/postgresTables.ts';
import { openSqliteFiles, type StoreTables } from '../support/sqliteFiles.ts';
import { testKinds } from '../support/testKinds.ts';
import { workflowNameSchema } from '../../engine/model/ids.ts';
import { jsonSchema, type Json } from '../../engine/model/json.ts';
import { describeDefinitions, type DefinitionsBench } from './definitions.contract.ts';

describeDefinitions('in memory', async (optionDefaults) => {
  const definitions = new MemoryDefinitions(optionDefaults);
  return {
    definitions,
    publish: async (drawing) => void definitions.publish(graphOf(drawing)),
    damage: async (version) => {
      definitions.setUsable(workflowNameSchema.parse('drawn'), version, false);
    },
    close: async () => undefined,
  };
});

/** As a release reads it that does not know the kind. */
const damaged = JSON.stringify({ name: 'drawn', activities: { a: { type: 'unheardOf' } } });

function benchOn(tables: StoreTables, optionDefaults: Readonly<Record<string, Json>>): DefinitionsBench {
  const web = createInbox(tables.inbox);
  const definitions = createSqlDefinitions({
    reader: tables.inboxReader,
    kinds: testKinds,
    optionDefaults: new Map(Object.entries(optionDefaults)),
  });
  const at = '2026-01-31T04:00:00.000Z';
  return {
    definitions,
    publish: async (drawing) => {
      const { name } = definitionOf(drawing);
      const version = ((await web.workflows.find(name))?.version ?? 0) + 1;
      const changed = { createdBy: 'anna', createdAt: at };
      await web.workflows.put({ name, version, package: null, ...changed, changedBy: 'anna', changedAt: at });
      const definition = jsonSchema.parse(JSON.parse(JSON.stringify(definitionOf(drawing))));
      await web.versions.add({ workflow: name, version, note: '', ...changed, definition });
    },
    damage: async (version) => {
      await tables.inbox('sb_workflow_version').where({ version }).update({ definition: damaged });
    },
    close: tables.close,
  };
}

describeDefinitions('on SQLite, as web writes them and a worker reads them', async (optionDefaults) =>
  benchOn(await openSqliteFiles(), optionDefaults),
);

const openPostgresTables = postgresForThisFile();

describeDefinitions('on PostgreSQL, as web writes them and a worker reads them', async (optionDefaults) =>
  benchOn(await openPostgresTables(), optionDefaults),
);
