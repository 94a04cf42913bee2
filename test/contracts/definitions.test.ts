import { MemoryDefinitions } from '../../engine/memory/memoryDefinitions.ts';
import { createSqlDefinitions } from '../../server/stores/engine/sqlDefinitions.ts';
import { createInbox } from '../../server/stores/web/inbox.ts';
import { definitionOf, graphOf } from '../support/graphOf.ts';
import { openSqliteFiles } from '../support/sqliteFiles.ts';
import { testKinds } from '../support/testKinds.ts';
import { jsonSchema } from '../../engine/model/json.ts';
import { describeDefinitions } from './definitions.contract.ts';

describeDefinitions('in memory', async (optionDefaults) => {
  const definitions = new MemoryDefinitions(optionDefaults);
  return {
    definitions,
    publish: async (drawing) => void definitions.publish(graphOf(drawing)),
    close: async () => undefined,
  };
});

describeDefinitions('on SQLite, as web writes them and a worker reads them', async (optionDefaults) => {
  const files = await openSqliteFiles();
  const web = createInbox(files.inbox);
  const definitions = createSqlDefinitions({
    reader: files.inboxReader,
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
    close: files.close,
  };
});
