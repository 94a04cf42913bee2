import type { Knex } from 'knex';
import { executors } from '../../definitions/registry/executors.generated.ts';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { kinds } from '../../definitions/registry/kinds.generated.ts';
import type { Outside } from '../../engine/activity/outside.ts';
import { compileGraph } from '../../engine/graph/compileGraph.ts';
import { invariant } from '../../engine/invariant.ts';
import { MemoryDefinitions } from '../../engine/memory/memoryDefinitions.ts';
import { MemoryInbox } from '../../engine/memory/memoryInbox.ts';
import { RecordingPublisher } from '../../engine/memory/recordingPublisher.ts';
import { createSequentialIds } from '../../engine/memory/sequentialIds.ts';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import type { Definition } from '../../engine/model/definition.ts';
import { requestIdSchema } from '../../engine/model/ids.ts';
import type { Instance } from '../../engine/model/instance.ts';
import type { EngineStore } from '../../engine/ports/engineStore.ts';
import { Runner } from '../../engine/runtime/runner.ts';
import { openSqlite } from '../../server/database/connect.ts';
import { engineMigrations, engineMigrationTable } from '../../server/database/migrations/engine/all.ts';
import { migrate } from '../../server/database/migrate.ts';
import { cubes } from '../../server/packages/manifests.ts';
import { createSqlEngineStore } from '../../server/stores/engine/sqlEngineStore.ts';
import { comeToRest } from './comeToRest.ts';
import { withOutside } from './outsideForTests.ts';
import { exampleWorkflow } from './exampleWorkflows.ts';
import { dawnMs } from './shell.ts';

const turnsAtMost = 1_000;

/** The tables of a package, empty. */
async function installTables(knex: Knex, name: string): Promise<void> {
  const tables = packages.find((shipped) => shipped.name === name)?.tables ?? [];
  for (const { migration } of tables) await migration.up(knex);
}

async function firstInstance(publisher: RecordingPublisher, store: EngineStore): Promise<Instance | undefined> {
  const id = publisher.changes.find(({ instance }) => instance !== undefined)?.instance?.id;
  return id === undefined ? undefined : store.instance(id);
}

async function toItsEnd(
  store: EngineStore,
  parts: { readonly runner: Runner; readonly clock: VirtualClock; readonly publisher: RecordingPublisher },
): Promise<Instance> {
  for (let jumps = 0; jumps < turnsAtMost; jumps += 1) {
    await comeToRest(parts.runner);
    const instance = await firstInstance(parts.publisher, store);
    const dueAtMs = await store.nextDueAtMs();
    if (instance && instance.status !== 'running') return instance;
    invariant(dueAtMs !== undefined, 'a workflow that has not ended has something due');
    parts.clock.advanceTo(dueAtMs);
  }
  invariant(false, 'the example ends');
}

/** An example may begin instances of another kind's example. */
function calledExamples(definition: Definition): readonly Definition[] {
  const called = [...compileGraph(definition, kinds).activities.values()].flatMap(
    ({ kind, config }) => kind.calls?.(config) ?? [],
  );
  return [...kinds.keys()].map(exampleWorkflow).filter(({ name }) => called.includes(name));
}

/**
 * Starts a workflow on an engine with a database of its own, in memory, and lets time pass until its first instance
 * has ended or paused.
 */
export function runWorkflow(definition: Definition): Promise<Instance> {
  return withOutside((outside) => runWith(definition, outside));
}

async function runWith(definition: Definition, outside: Outside): Promise<Instance> {
  const knex = openSqlite({ file: ':memory:' });
  try {
    await migrate(knex, engineMigrationTable, engineMigrations);
    if (definition.package !== undefined) await installTables(knex, definition.package);
    const clock = new VirtualClock(dawnMs);
    const definitions = new MemoryDefinitions();
    const inbox = new MemoryInbox();
    const publisher = new RecordingPublisher();
    const people = { label: definition.name, supervisors: '', author: '', lastEditor: '' };
    const store = createSqlEngineStore({
      knex,
      inboxReader: knex,
      facts: {
        of: async () => people,
        newest: async () => definition,
        retention: async () => ({ historyDays: definition.historyDays }),
      },
      mayName: () => true,
      nowMs: clock.nowMs,
      cubes,
      outside,
    });
    definitions.publish(compileGraph(definition, kinds));
    for (const called of calledExamples(definition)) definitions.publish(compileGraph(called, kinds));
    const by = 'admin';
    const id = requestIdSchema.parse('start');
    inbox.addRequest({ id, by, workflow: definition.name, asked: { operation: 'startWorkflow' } });
    const runner = new Runner({ store, inbox, definitions, executors, clock, ids: createSequentialIds(), publisher });
    return await toItsEnd(store, { runner, clock, publisher });
  } finally {
    await knex.destroy();
  }
}
