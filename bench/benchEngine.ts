import { z } from 'zod';
import { executors } from '../definitions/registry/executors.generated.ts';
import { kinds } from '../definitions/registry/kinds.generated.ts';
import { defineKind } from '../engine/activity/kind.ts';
import { compileGraph } from '../engine/graph/compileGraph.ts';
import { MemoryDefinitions } from '../engine/memory/memoryDefinitions.ts';
import { MemoryInbox } from '../engine/memory/memoryInbox.ts';
import { createSequentialIds } from '../engine/memory/sequentialIds.ts';
import { definitionSchema } from '../engine/model/definition.ts';
import { instanceIdSchema, requestIdSchema } from '../engine/model/ids.ts';
import { Runner } from '../engine/runtime/runner.ts';
import { createClock } from '../server/processes/systemClock.ts';
import { createSqlEngineStore } from '../server/stores/engine/sqlEngineStore.ts';
import type { StoreTables } from '../test/support/sqliteFiles.ts';

/** The kind whose work is nothing, inside the step's transaction: what remains is what an activity costs. */
const noOp = defineKind({
  name: 'noOp',
  group: 'control',
  label: 'No operation',
  summary: 'Only for the bench.',
  schema: z.strictObject({}),
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: () => 'does nothing',
  behaviour: { does: 'work', performs: () => 'transaction', brief: () => true },
});

const allKinds = new Map([...kinds, [noOp.name, noOp]]);
const allExecutors = new Map([
  ...executors,
  [noOp.name, { kind: noOp.name, execute: () => Promise.resolve({ recordCount: 0 }) }],
]);

/** A graph to be run: its activities by name, in the order of their declaration, and its arrows. */
export interface Graph {
  readonly activities: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly transitions: readonly { readonly from: string; readonly to: string }[];
}

/** An engine in this process: the real runner and store; only definitions and requests come from memory. */
export interface BenchEngine {
  /** Asks for so many instances, and lets the engine work until all that it has is done. */
  readonly run: (instances: number) => Promise<void>;
  readonly ask: () => void;
  readonly turn: () => Promise<boolean>;
}

/** Opens an engine on tables that hold nothing of a former one's. */
export function openBenchEngine(tables: StoreTables, graph: Graph): BenchEngine {
  const { engine: knex, inboxReader, definitionSql } = tables;
  const definition = definitionSchema.parse({ name: 'benched', overlap: 'allow', ...graph });
  const definitions = new MemoryDefinitions();
  definitions.publish(compileGraph(definition, allKinds));
  const people = { label: 'benched', supervisors: '', author: '', lastEditor: '' };
  const clock = createClock();
  const store = createSqlEngineStore({
    knex,
    inboxReader,
    facts: {
      of: () => Promise.resolve(people),
      newest: () => Promise.resolve({ unusable: 'nothing else is published' }),
      retention: () => Promise.resolve({ historyDays: 30 }),
    },
    mayName: () => true,
    nowMs: clock.nowMs,
    ...(definitionSql && { definitionSql }),
  });
  const inbox = new MemoryInbox();
  const publisher = { changed: () => Promise.resolve(), progress: () => undefined, webCommands: () => undefined };
  const ids = createSequentialIds();
  const runner = new Runner({ store, inbox, definitions, executors: allExecutors, clock, ids, publisher });
  const ask = (): void => {
    const instance = instanceIdSchema.parse(`i_${ids.instance()}`);
    const id = requestIdSchema.parse(`r_${instance}`);
    const asked = { operation: 'runNow', instance, input: {} } as const;
    inbox.addRequest({ id, by: 'bench', workflow: definition.name, asked });
    runner.nudge();
  };
  const run = async (instances: number): Promise<void> => {
    for (let index = 0; index < instances; index += 1) ask();
    while (await runner.turn());
  };
  return { run, ask, turn: () => runner.turn() };
}

/** A start and a chain of activities behind it. */
export function chainOf(activities: readonly Readonly<Record<string, unknown>>[]): Graph {
  const names = activities.map((_, index) => `a${String(index)}`);
  return {
    activities: {
      begin: { type: 'start' },
      ...Object.fromEntries(names.map((name, at) => [name, activities[at] ?? {}])),
    },
    transitions: names.map((to, index) => ({ from: names[index - 1] ?? 'begin', to })),
  };
}
